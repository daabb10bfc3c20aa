package pipeline.cli.reference;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completions of fish. */
public final class FishCompletion {

    private static final String BEGINNING = """
            # Offers commands, recipes, options and files. Generated from the model of the help.

            # The words typed so far that are no options.
            function __pipeline_typed
                for word in (commandline -opc)[2..-1]
                    string match -q -- '-*' $word; or echo $word
                end
            end

            # Whether exactly these words were typed.
            function __pipeline_at
                set -l typed (string join ' ' -- (__pipeline_typed))
                test "$typed" = "$argv"
            end

            # Names that the program knows; none where it is not in the path.
            function __pipeline_names
                type -q pipeline
                and pipeline __complete $argv 2>/dev/null
            end

            # Whether these words were typed first.
            function __pipeline_after
                set -l typed (string join ' ' -- (__pipeline_typed))
                string match -q -- "$argv *" "$typed "
            end

            """;

    private FishCompletion() {}

    public static String of(CommandLine root) {
        StringBuilder script = new StringBuilder(BEGINNING);
        for (CommandEntry entry : CommandEntry.all(root)) {
            List<CommandEntry> next = entry.next();
            String condition = (next.isEmpty() ? "__pipeline_after " : "__pipeline_at ") + entry.path();
            String start = "complete -c pipeline -n " + quoted(condition.strip());
            if (entry.takesRecipes()) {
                script.append("complete -c pipeline -n %s -a '(__pipeline_names recipes)'\n"
                        .formatted(quoted(("__pipeline_at " + entry.path()).strip())));
            }
            if (entry.takesHosts()) {
                script.append(start + " -a '(__pipeline_names hosts)'\n");
            }
            next.forEach(command -> script.append("%s -a %s -d %s\n"
                    .formatted(start, command.words().get(command.words().size() - 1), quoted(command.summary()))));
            if (!entry.arguments().isEmpty()) {
                script.append(start + " -a " + quoted(String.join(" ", entry.arguments())) + "\n");
            }
            entry.options()
                    .forEach(option -> script.append(
                            start + names(option) + " -d " + quoted(CommandEntry.description(option)) + "\n"));
        }
        return script.toString();
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        Arrays.stream(option.names())
                .forEach(name ->
                        names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", "")));
        String known = CommandEntry.names(option);
        if (!known.isEmpty()) {
            return names + " -x -a '(__pipeline_names " + known + ")'";
        }
        List<String> choices = CommandEntry.choices(option);
        if (!choices.isEmpty()) {
            return names + " -x -a " + quoted(String.join(" ", choices));
        }
        return option.arity().min() == 0 ? names.toString() : names + " -r";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
