package pipeline.cli.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import pipeline.cli.catalogue.RecipeType;
import pipeline.cli.common.LaunchCommand;
import pipeline.recipe.Description;
import pipeline.recipe.spi.InputForm;
import pipeline.recipe.spi.InputOption;
import pipeline.text.ShellQuoting;

/** The help text of a recipe: what it does, how to call it, and an example. */
final class RecipeHelp {

    private static final String MINI_CLUSTER = "--mini-cluster";
    /** What says itself by its placeholder. */
    private static final Set<String> PLAIN =
            Set.of(InputForm.TEXT.wanted(), InputForm.FLAG.wanted(), "the name of a file", "a mapfile");

    private static final String PIPELINE = "pipeline";

    private final String name;
    private final RecipeWords.Manual manual;
    private final @Nullable Description description;
    private final String summary;
    private final List<InputOption> inputs;

    RecipeHelp(String name, RecipeWords.Manual manual, RecipeType type, List<InputOption> inputs) {
        this.name = name;
        this.manual = manual;
        this.description = type.description().orElse(null);
        this.summary = type.sentence();
        this.inputs = inputs;
    }

    void describe(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        usage.customSynopsis(escaped(synopsis()));
        usage.optionListHeading("%nOptions:%n");
        usage.sortOptions(false);
        usage.width(100);
        List<String> lines = new ArrayList<>();
        if (!manual.intro().isEmpty()) {
            lines.add(manual.intro());
            if (!summary.isEmpty()) {
                lines.addAll(List.of("", "The recipe:"));
            }
        }
        if (!summary.isEmpty()) {
            lines.add(summary);
        }
        if (description != null && description.details().length > 0) {
            lines.add("");
            lines.addAll(List.of(description.details()));
        }
        usage.description(lines.stream().map(RecipeHelp::escaped).toArray(String[]::new));
        if (description != null && !description.example().isEmpty()) {
            usage.footerHeading("%nExample:%n");
            usage.footer(example(spec).lines().map(line -> "  " + escaped(line)).toArray(String[]::new));
        }
    }

    /** Returns an example that works wherever it is typed: the command, and before it the one that makes its map. */
    String example(CommandSpec spec) {
        String words = description == null ? "" : description.example();
        String map = description == null || description.exampleMap().isEmpty()
                ? ""
                : "echo %s > first.mapfile\n".formatted(ShellQuoting.quote(description.exampleMap()));
        if (spec.findOption(MINI_CLUSTER) == null) {
            words = words.replace(MINI_CLUSTER + " ", "");
        }
        return map
                + "%s%s -j first %s"
                        .formatted(LaunchCommand.ofThisProcess(), name.substring(PIPELINE.length()), words)
                        .stripTrailing();
    }

    /** Returns the help line of an input: what it is, what it must be, and where else it may come from. */
    static String help(InputOption input) {
        List<String> sentences = new ArrayList<>();
        boolean isPlain = PLAIN.contains(input.form().wanted());
        String wanted = isPlain ? "" : " (%s)".formatted(input.form().wanted());
        String help = (input.help().replaceFirst("\\.$", "") + wanted).strip();
        if (!help.isEmpty()) {
            sentences.add(help.substring(0, 1).toUpperCase(Locale.ROOT) + help.substring(1));
        }
        if (input.kind() == InputOption.Kind.LIST || input.kind() == InputOption.Kind.DICT) {
            sentences.add("May be given several times");
        }
        input.environmentVariable().ifPresent(variable -> sentences.add("Or " + variable + " in the environment"));
        if (input.isRequired()) {
            sentences.add("Required");
        }
        input.defaultText().ifPresent(text -> sentences.add("Default: " + text));
        return sentences.stream().map(sentence -> sentence + ".").collect(Collectors.joining(" "));
    }

    private String synopsis() {
        String required = inputs.stream()
                .filter(InputOption::isRequired)
                .map(input -> " --" + input.name() + "=" + input.placeholder())
                .collect(Collectors.joining());
        String arguments = description == null ? "[ARGUMENT...]" : description.arguments();
        return "%s -j JOB%s [OPTION...] %s"
                .formatted(name, required, manual.needsArguments() ? arguments : "[" + arguments + "]")
                .replace(" []", "")
                .replace("[[ARGUMENT...]]", "[ARGUMENT...]")
                .stripTrailing();
    }

    /** Returns a text that picocli's formatter gives back as it is. */
    static String escaped(String text) {
        return text.replace("%", "%%");
    }
}
