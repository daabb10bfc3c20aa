package pipeline.cli.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.options.CommonOptions;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** Says what a recipe takes and gives; makes the recipe, and does not run it. */
@Command(
        name = "describe",
        customSynopsis = "pipeline describe RECIPE [OPTION...]",
        description = "Says what a recipe takes and gives, and where it comes from. Runs nothing.")
public final class DescribeCommand extends CatalogueCommand {

    private static final List<String> FORMS = List.of("text", "json");

    @Parameters(paramLabel = "RECIPE", description = "The name of a recipe, or its file.")
    private String recipe = "";

    @Option(names = "--output", paramLabel = "FORM", order = 1, description = "text or json. Default: text.")
    @Nullable
    String output;

    @Option(
            names = CommonOptions.OFFLINE,
            order = 2,
            description = "Load no library that the file of a recipe needs (//DEPS): take those that are there.")
    boolean offline;

    public DescribeCommand(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue) {
        super(environment, catalogue, "describe takes one recipe, not also");
    }

    @Override
    public int run(Typed typed) {
        if (output != null && !FORMS.contains(output)) {
            throw new UsageException("--output must be text or json, but was " + ShellQuoting.quote(output));
        }
        RecipeType type = new RecipeFinder(catalogue, environment)
                .find(recipe, typed.all())
                .orElseThrow(() -> new UsageException("there is no recipe %s%s".formatted(recipe, hint(typed))));
        RecipeDescription described = RecipeDescription.of(type);
        environment
                .out()
                .print(
                        "json".equals(output)
                                ? VisibleText.json(described.json()) + "\n"
                                : VisibleText.lines(described.text(), ""));
        return environment.outStatus().code();
    }

    private String hint(Typed typed) {
        List<String> known = new ArrayList<>(catalogue.get().names());
        known.addAll(new RecipeFiles(environment).found(typed.all()).keySet());
        String hint = DidYouMean.didYouMean(recipe, known);
        return hint.isEmpty() ? "; there are " + String.join(", ", new TreeSet<>(known)) : hint;
    }
}
