package pipeline.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;

/** A recipe as a command: the common options, an option for each of its inputs, and positional arguments. */
final class RecipeCommand {

    private final RecipeType type;
    private final Recipe recipe;
    private final CommandSpec spec;
    private final RecipeHelp usage;

    /**
     * Makes a command of a recipe.
     *
     * @param before the words that are typed before the recipe's name
     * @param manual what help says of that which is done with the recipe
     * @param options takes what is typed and is no matter of the recipe
     */
    RecipeCommand(RecipeType type, String before, RecipeWords.Manual manual, Object options) {
        this.type = type;
        this.recipe = type.make();
        this.spec = CommandSpec.forAnnotatedObject(options).name(name());
        for (InputOption input : RecipeControl.of(recipe).inputs()) {
            if (ReservedOptions.have("--" + input.name())) {
                throw new UserErrorException(
                        ExitCode.CONFIGURATION,
                        "recipe %s declares the input --%s, which is an option of pipeline itself; give it another name"
                                .formatted(name(), input.name()));
            }
            spec.addOption(option(input));
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

    Recipe recipe() {
        return recipe;
    }

    /** Makes another object of the recipe with the same inputs: one runs, the other one gives its source. */
    Recipe twin() {
        Recipe twin = type.make();
        RecipeControl.of(twin).accept(inputs());
        return twin;
    }

    String name() {
        return RecipeName.of(recipe);
    }

    /** Returns what the recipe comes from. */
    RecipeType type() {
        return type;
    }

    CommandSpec spec() {
        return spec;
    }

    /** Returns the positional arguments that were typed. */
    List<String> args() {
        return strings(spec.positionalParameters().get(0).getValue());
    }

    /** Returns how many words may be typed before {@code --}, if the recipe wants it to be typed. */
    OptionalInt mostBeforeDashes() {
        List<String> words = type.description()
                .map(description -> List.of(description.arguments().split(" ", -1)))
                .orElse(List.of());
        return words.contains("--") ? OptionalInt.of(words.indexOf("--")) : OptionalInt.empty();
    }

    /** Returns what was typed for the recipe's inputs; those that were not typed are not there. */
    Map<String, List<String>> inputs() {
        Map<String, List<String>> typed = new HashMap<>();
        for (InputOption input : RecipeControl.of(recipe).inputs()) {
            Object value = spec.findOption("--" + input.name()).getValue();
            if (value != null) {
                typed.put(input.name(), strings(value));
            }
        }
        return typed;
    }

    /** Returns an example that works, as it is typed. */
    String example() {
        return usage.example(spec);
    }

    private static OptionSpec option(InputOption input) {
        OptionSpec.Builder option = OptionSpec.builder("--" + input.name())
                .description(CommandHelp.escaped(RecipeHelp.help(input)))
                .order(0);
        return switch (input.kind()) {
            case VALUE ->
                option.type(String.class)
                        .arity("1")
                        .paramLabel(input.placeholder())
                        .build();
            case LIST ->
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(input.placeholder())
                        .build();
            case FLAG -> option.type(Boolean.class).arity("0").build();
        };
    }

    private static List<String> strings(@Nullable Object value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> strings.add(String.valueOf(element)));
        } else if (value != null) {
            strings.add(value.toString());
        }
        return strings;
    }
}
