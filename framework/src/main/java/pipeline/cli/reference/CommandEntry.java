package pipeline.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command of the tree with the words that lead to it.
 *
 * @param words what is typed after {@code pipeline}; empty for the root
 */
record CommandEntry(List<String> words, CommandSpec spec) {

    CommandEntry {
        words = List.copyOf(words);
    }

    /** Returns all commands of a tree, each before the commands behind it. */
    static List<CommandEntry> all(CommandLine root) {
        return all(List.of(), root).toList();
    }

    private static Stream<CommandEntry> all(List<String> words, CommandLine commandLine) {
        CommandEntry entry = new CommandEntry(words, commandLine.getCommandSpec());
        return Stream.concat(
                Stream.of(entry),
                commandLine.getSubcommands().entrySet().stream()
                        .flatMap(next -> all(
                                Stream.concat(words.stream(), Stream.of(next.getKey()))
                                        .toList(),
                                next.getValue())));
    }

    /** Returns the words as they are typed, such as {@code jobs show}. */
    String path() {
        return String.join(" ", words);
    }

    /** Returns the commands behind this one. */
    List<CommandEntry> next() {
        return spec.subcommands().entrySet().stream()
                .map(next -> new CommandEntry(
                        Stream.concat(words.stream(), Stream.of(next.getKey())).toList(),
                        next.getValue().getCommandSpec()))
                .toList();
    }

    /** Returns the options that help shows, in its order. */
    List<OptionSpec> options() {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .toList();
    }

    /** Returns what an argument of it may be, such as the name of a recipe; none if that cannot be listed. */
    List<String> arguments() {
        return spec.positionalParameters().stream()
                .flatMap(argument -> choices(argument).stream())
                .toList();
    }

    /** Returns the lines of the description. */
    List<String> description() {
        return lines(spec.usageMessage().description());
    }

    /** Returns the first sentence of the description; empty if there is none. */
    String summary() {
        return description().stream()
                .findFirst()
                .map(line -> line.split("(?<=[.:]) ", 2)[0])
                .orElse("");
    }

    /** Returns how the command is typed, one line for each way. */
    List<String> synopsis() {
        return lines(spec.usageMessage().customSynopsis());
    }

    /** Returns the lines below the options, such as an example. */
    List<String> footer() {
        return lines(spec.usageMessage().footer());
    }

    /** Returns what help says of an option, in one line. */
    static String description(OptionSpec option) {
        return String.join(" ", lines(option.description()));
    }

    /** Returns the values that an option or argument may have; none if they cannot be listed. */
    static List<String> choices(ArgSpec argument) {
        List<String> choices = new ArrayList<>();
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            candidates.forEach(choices::add);
        }
        return choices;
    }

    /**
     * Returns what names stand behind an option that only the machine knows which completes it, in the words of the hidden verb; empty
     * if it is none of them.
     */
    static String names(OptionSpec option) {
        List<String> all = List.of(option.names());
        return all.contains("--job-name") ? "jobs" : all.contains("--host") ? "hosts" : "";
    }

    /** Returns whether recipes may follow. */
    boolean takesRecipes() {
        return path().isEmpty() || path().equals("work") || path().equals("jobs refresh");
    }

    /** Returns whether hosts may follow. */
    boolean takesHosts() {
        return path().equals("drain") || path().equals("undrain") || path().equals("hosts check");
    }

    /** Returns the label of an option's value; empty for a flag. */
    static String value(OptionSpec option) {
        String label = option.paramLabel();
        if (option.arity().max() == 0) {
            return "";
        }
        return option.arity().min() == 0 ? "[=" + label + "]" : "=" + label;
    }

    /** Percent signs may be doubled in the texts of the model. */
    private static List<String> lines(String[] texts) {
        return Arrays.stream(texts)
                .flatMap(text -> text.replace("%n", "\n").replace("%%", "%").lines())
                .toList();
    }
}
