package pipeline.cli.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists the recipes: those on the class path, and the files in the recipe directories, which it does not load. */
@Command(
        name = "recipes",
        customSynopsis = "pipeline recipes [OPTION...]",
        description = "Lists the recipes that can be run by their names, and where they come from.")
public final class RecipesCommand extends CatalogueCommand {

    private static final List<String> COLUMNS = List.of("recipe", "from", "does");

    @Mixin
    final OutputOption output = new OutputOption();

    public RecipesCommand(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue) {
        super(environment, catalogue, "recipes takes no arguments, such as");
    }

    @Override
    public int run(Typed typed) {
        output.check();
        RecipeFiles files = new RecipeFiles(environment);
        SortedMap<String, List<FoundRecipe>> found = files.found(typed.all());
        RecipeCatalogue known = catalogue.get();
        SortedMap<String, RecipeType> types = new TreeMap<>();
        known.recipes().forEach((name, type) -> types.put(name, RecipeType.of(type)));
        List<String> unusable = new ArrayList<>(known.faults());
        try (RecordWriter writer = output.begin(environment, COLUMNS)) {
            types.forEach((name, type) -> writer.write(record(name, type.place(), type.sentence())));
            for (Map.Entry<String, List<FoundRecipe>> entry : found.entrySet()) {
                for (FoundRecipe recipe : entry.getValue()) {
                    if (CommandWords.ALL.contains(entry.getKey())) {
                        unusable.add(RecipeCatalogue.nameOfCommand(recipe.place(), entry.getKey()));
                        continue;
                    }
                    writer.write(record(entry.getKey(), recipe.place(), ""));
                }
            }
        }
        unusable.addAll(twins(types, found));
        unusable.forEach(fault -> environment.err().print(VisibleText.lines("pipeline: " + fault, "")));
        return unusable.isEmpty() ? environment.outStatus().code() : ExitCode.CONFIGURATION.code();
    }

    /** Says which names several recipes have. */
    private static List<String> twins(SortedMap<String, RecipeType> types, SortedMap<String, List<FoundRecipe>> found) {
        List<String> twins = new ArrayList<>();
        found.forEach((name, recipes) -> {
            List<String> places = new ArrayList<>();
            Optional.ofNullable(types.get(name)).ifPresent(type -> places.add(type.place()));
            recipes.forEach(recipe -> places.add(recipe.place()));
            if (places.size() > 1) {
                twins.add(RecipeFinder.severalPlaces(name, places));
            }
        });
        return twins;
    }

    private static ObjectNode record(String name, String from, String does) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("recipe", name)
                .put("from", from)
                .put("does", does);
    }
}
