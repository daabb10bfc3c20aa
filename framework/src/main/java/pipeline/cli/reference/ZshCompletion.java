package pipeline.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completion function {@code _pipeline} of zsh. */
public final class ZshCompletion {

    private static final String BEGINNING = """
            #compdef pipeline
            # Offers commands, recipes, options and files. Generated from the model of the help.

            local -a typed commands options dynamic
            local -A choices
            local word
            for word in "${(@)words[2,CURRENT-1]}"; do
              [[ $word == -* ]] || typed+=("$word")
            done
            case "$typed" in
            """;

    private static final String END = """
            esac
            if [[ $words[CURRENT] == --*=* && -n $choices[${words[CURRENT]%%=*}] ]]; then
              word=${words[CURRENT]%%=*}
              compset -P '*='
              compadd -- ${=choices[$word]}
              return
            elif [[ -n $choices[$words[CURRENT-1]] ]]; then
              compadd -- ${=choices[$words[CURRENT-1]]}
              return
            fi
            case $words[CURRENT-1] in
              -j|--job-name) compadd -- ${(f)"$($words[1] __complete jobs 2>/dev/null)"}; return ;;
              --host) compadd -- ${(f)"$($words[1] __complete hosts 2>/dev/null)"}; return ;;
            esac
            case "$typed" in
              ''|work|'jobs refresh') dynamic=(${(f)"$($words[1] __complete recipes 2>/dev/null)"}) ;;
              drain*|undrain*|'hosts check'*) dynamic=(${(f)"$($words[1] __complete hosts 2>/dev/null)"}) ;;
            esac
            (( $#dynamic )) && [[ $words[CURRENT] != -* ]] && compadd -- $dynamic
            (( $#commands )) && _describe command commands
            _describe -o option options
            _files
            """;

    private ZshCompletion() {}

    public static String of(CommandLine root) {
        StringBuilder script = new StringBuilder(BEGINNING);
        List<CommandEntry> entries = new ArrayList<>(CommandEntry.all(root));
        // what is longer comes first, so that it is not taken for the command that it begins with
        entries.sort((some, other) ->
                Integer.compare(other.words().size(), some.words().size()));
        for (CommandEntry entry : entries) {
            String path = quoted(entry.path());
            script.append("  %s)\n"
                    .formatted(entry.words().isEmpty() ? path : path + "|" + quoted(entry.path() + " ") + "*"));
            list(
                    script,
                    "commands",
                    Stream.concat(
                                    entry.next().stream()
                                            .map(next -> described(
                                                    next.words()
                                                            .get(next.words().size() - 1),
                                                    next.summary())),
                                    entry.arguments().stream())
                            .toList());
            list(
                    script,
                    "options",
                    entry.options().stream()
                            .flatMap(option ->
                                    names(option).map(name -> described(name, CommandEntry.description(option))))
                            .toList());
            list(
                    script,
                    "choices",
                    entry.options().stream()
                            .filter(option -> !CommandEntry.choices(option).isEmpty())
                            .flatMap(option -> names(option)
                                    .flatMap(name -> Stream.of(name, String.join(" ", CommandEntry.choices(option)))))
                            .toList());
            script.append("    ;;\n");
        }
        return script.append(END).toString();
    }

    private static Stream<String> names(OptionSpec option) {
        return Arrays.stream(option.names());
    }

    private static void list(StringBuilder script, String variable, List<String> elements) {
        script.append("    ").append(variable).append("=(\n");
        elements.forEach(
                element -> script.append("      ").append(quoted(element)).append('\n'));
        script.append("    )\n");
    }

    private static String described(String name, String description) {
        return name.replace(":", "\\:") + ":" + description;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
