package pipeline.cli.recipe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import pipeline.cli.common.AttachedValueOnly;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.options.ReservedOptions;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.InputOption;

/** An input of a recipe as an option of picocli; a flag has a second one that takes it back. */
final class InputOptionSpec {

    private static final String NO = "--no-";

    private InputOptionSpec() {}

    /**
     * Adds it to the options of a recipe.
     *
     * @param recipe what messages call the recipe: its name and where it comes from
     * @throws UserErrorException if there is such an option
     */
    static void add(CommandSpec spec, String recipe, InputOption input) {
        boolean isFlag = input.kind() == InputOption.Kind.FLAG;
        refuse(spec, recipe, input, "--" + input.name());
        spec.addOption(option(input));
        if (isFlag) {
            refuse(spec, recipe, input, NO + input.name());
            boolean isOn = input.defaultText().isPresent();
            spec.addOption(OptionSpec.builder(NO + input.name())
                    .type(Boolean.class)
                    .arity("0")
                    .description("Take --" + input.name() + " back.")
                    .hidden(!isOn)
                    .order(0)
                    .build());
        }
    }

    private static void refuse(CommandSpec spec, String recipe, InputOption input, String option) {
        boolean isOurs = ReservedOptions.have(option);
        if (isOurs || spec.findOption(option) != null) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "recipe %s declares the input --%s, %s is an option of %s; give it another name"
                            .formatted(
                                    recipe,
                                    input.name(),
                                    option.equals("--" + input.name()) ? "which" : "whose " + option,
                                    isOurs ? "pipeline itself" : "another input"));
        }
    }

    private static OptionSpec option(InputOption input) {
        OptionSpec.Builder option = OptionSpec.builder("--" + input.name())
                .description(RecipeHelp.escaped(RecipeHelp.help(input)))
                .order(0);
        if (!input.form().choices().isEmpty()) {
            option.completionCandidates(input.form().choices());
        }
        return switch (input.kind()) {
            case VALUE ->
                option.type(String.class)
                        .arity("1")
                        .paramLabel(input.placeholder())
                        .build();
            case LIST, DICT ->
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(input.placeholder())
                        .build();
            case FLAG ->
                option.type(String.class)
                        .arity("0..1")
                        .preprocessor(new AttachedValueOnly())
                        .paramLabel("false")
                        .build();
        };
    }

    /**
     * Returns what was typed for an input; empty for nothing.
     *
     * @throws UsageException if a flag was both set and taken back
     */
    static List<String> typed(CommandSpec spec, InputOption input) {
        Object given = spec.findOption("--" + input.name()).getValue();
        Object value = input.kind() == InputOption.Kind.FLAG && "".equals(given) ? "true" : given;
        OptionSpec no = input.kind() == InputOption.Kind.FLAG ? spec.findOption(NO + input.name()) : null;
        if (no == null || no.getValue() == null) {
            return strings(value);
        }
        if (value != null) {
            throw new UsageException("--%1$s and --no-%1$s cannot be both".formatted(input.name()));
        }
        boolean isTakenBack = no.<Boolean>getValue();
        return List.of(String.valueOf(!isTakenBack));
    }

    /** Returns the words of an option or of the positional arguments; empty for null. */
    static List<String> strings(@Nullable Object value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> strings.add(String.valueOf(element)));
        } else if (value != null) {
            strings.add(value.toString());
        }
        return strings;
    }
}
