package pipeline.cli.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import pipeline.cli.catalogue.RecipeFinder;
import pipeline.cli.catalogue.RecipeType;
import pipeline.dispatch.rules.RequiredPlace;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;

/** A recipe as a command: the common options, an option for each of its inputs, and positional arguments. */
public final class RecipeCommand {

    private final RecipeType type;
    private final Recipe recipe;
    private final CommandSpec spec;
    private final RecipeHelp usage;
    private final RecipeFinder finder;
    private final Optional<String> task;
    private InputSources sources = new InputSources(Map.of(), Optional.empty(), Map.of(), text -> text);

    /**
     * Makes a command of a recipe.
     *
     * @param finder found it
     * @param named which recipe, and by which task
     * @param before the words that are typed before the recipe's name
     * @param manual what help says of what is done with the recipe
     * @param options takes what is typed and is no matter of the recipe
     */
    RecipeCommand(
            RecipeFinder finder, RecipeFinder.Named named, String before, RecipeWords.Manual manual, Object options) {
        this.finder = finder;
        this.task = named.task();
        this.type = named.type();
        this.recipe = type.make();
        this.spec = CommandSpec.forAnnotatedObject(options).name(name());
        for (InputOption input : RecipeControl.of(recipe).inputs()) {
            InputOptionSpec.add(spec, type.place(), input);
        }
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("ARGUMENT")
                .hidden(true)
                .build());
        this.usage = new RecipeHelp(
                before + " " + name(), manual, type, RecipeControl.of(recipe).inputs());
        usage.describe(spec);
    }

    public Recipe recipe() {
        return recipe;
    }

    /** Returns what finds other recipes as this one was found. */
    public RecipeFinder finder() {
        return finder;
    }

    /** Returns the task by which the recipe is named. */
    public Optional<String> task() {
        return task;
    }

    /** Says where the inputs come from. */
    public void take(InputSources from) {
        sources = from;
    }

    /** Returns where the inputs come from. */
    public InputSources sources() {
        return sources;
    }

    /** Returns what the inputs name that must be on the hosts, once their values are known. */
    public List<RequiredPlace> places() {
        return RecipeControl.of(recipe).nodePlaces().stream()
                .map(place -> new RequiredPlace(
                        place.option(),
                        switch (place.place()) {
                            case NODE_DIRECTORY -> RequiredPlace.Kind.DIRECTORY;
                            case NODE_EXECUTABLE -> RequiredPlace.Kind.PROGRAM;
                            case NONE, HOSTS, FILE, DIRECTORY, NODE_FILE -> RequiredPlace.Kind.FILE;
                        },
                        place.path()))
                .toList();
    }

    /** Makes another object of the recipe with the same inputs: one runs, the other one gives its source. */
    public Recipe twin() {
        Recipe twin = type.make();
        RecipeControl.of(twin).accept(sources);
        return twin;
    }

    public String name() {
        return RecipeName.of(recipe);
    }

    /** Returns what the recipe comes from. */
    public RecipeType type() {
        return type;
    }

    CommandSpec spec() {
        return spec;
    }

    /** Returns the positional arguments that were typed. */
    public List<String> args() {
        return InputOptionSpec.strings(spec.positionalParameters().get(0).getValue());
    }

    /** Returns how many words may be typed before {@code --}, if the recipe wants it to be typed. */
    public OptionalInt mostBeforeDashes() {
        List<String> words = type.description()
                .map(description -> List.of(description.arguments().split(" ", -1)))
                .orElse(List.of());
        return words.contains("--") ? OptionalInt.of(words.indexOf("--")) : OptionalInt.empty();
    }

    /** Returns what was typed for the recipe's inputs; those that were not typed are not there. */
    public Map<String, List<String>> inputs() {
        Map<String, List<String>> typed = new HashMap<>();
        for (InputOption input : RecipeControl.of(recipe).inputs()) {
            List<String> texts = InputOptionSpec.typed(spec, input);
            if (!texts.isEmpty()) {
                typed.put(input.name(), texts);
            }
        }
        return typed;
    }

    /** Returns an example that works, as it is typed. */
    public String example() {
        return usage.example(spec);
    }
}
