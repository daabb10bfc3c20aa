package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.UsageMessageSpec;
import pipeline.recipe.Description;
import pipeline.recipe.Input;

/** The help text of a recipe: what it does, how to call it, and an example. */
final class RecipeUsage {

    private final String name;
    private final @Nullable Description description;
    private final List<Input<?>> inputs;

    RecipeUsage(String name, @Nullable Description description, List<Input<?>> inputs) {
        this.name = name;
        this.description = description;
        this.inputs = inputs;
    }

    void describe(UsageMessageSpec usage) {
        usage.customSynopsis(Usage.escaped(synopsis()));
        usage.optionListHeading("%nOptions:%n");
        usage.sortOptions(false);
        usage.width(100);
        if (description == null) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(description.value()));
        if (description.details().length > 0) {
            lines.add("");
            lines.addAll(List.of(description.details()));
        }
        usage.description(lines.stream().map(Usage::escaped).toArray(String[]::new));
        if (!description.example().isEmpty()) {
            usage.footerHeading("%nExample:%n");
            usage.footer(Usage.escaped("  %s -j first %s".formatted(name, description.example())));
        }
    }

    /** Gives the help line of an input, with its default. */
    static String help(Input<?> input) {
        String help = sentence(input.help());
        if (input.isRequired()) {
            return help + " Required.";
        }
        if (input.kind() == Input.Kind.LIST) {
            help += " May be given several times.";
        }
        return help + input.defaultText().map(text -> " Default: " + text + ".").orElse("");
    }

    private String synopsis() {
        String required = inputs.stream()
                .filter(Input::isRequired)
                .map(input -> " --" + input.name() + "=" + input.placeholder())
                .collect(Collectors.joining());
        String arguments = description == null ? "[ARGUMENT...]" : description.arguments();
        return "%s -j JOB%s [OPTION...] %s".formatted(name, required, arguments).stripTrailing();
    }

    private static String sentence(String help) {
        String begun = help.substring(0, 1).toUpperCase(Locale.ROOT) + help.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
