package pipeline.cli.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A word with commands behind it, such as {@code jobs show}. Only the command that is typed is made: reading the
 * options of all of them would take longer than most of them do.
 */
final class CommandSet {

    private final String word;
    private final Supplier<TableCommand> plain;
    private final Map<String, Supplier<TableCommand>> commands = new LinkedHashMap<>();

    /**
     * Makes a set.
     *
     * @param plain what the word does alone
     */
    CommandSet(String word, Supplier<TableCommand> plain) {
        this.word = word;
        this.plain = plain;
    }

    CommandSet add(String name, Supplier<TableCommand> command) {
        commands.put(name, command);
        return this;
    }

    String word() {
        return word;
    }

    List<String> names() {
        return List.copyOf(commands.keySet());
    }

    /** Returns the command of a name; empty if there is none. */
    Optional<TableCommand> make(String name) {
        return Optional.ofNullable(commands.get(name)).map(Supplier::get);
    }

    /** Makes every command, the plain one among them. */
    Stream<TableCommand> all() {
        return Stream.concat(Stream.of(plain), commands.values().stream()).map(Supplier::get);
    }

    TableCommand makePlain() {
        return plain.get();
    }

    /** Returns a line of help for each command; empty if there are none. */
    String overview() {
        if (commands.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nCommands:\n");
        commands.forEach((name, make) -> {
            Command command = make.get().getClass().getAnnotation(Command.class);
            String sentence = command == null ? "" : command.description()[0].split("(?<=[.:]) ", 2)[0];
            text.append("  %-10s %s\n".formatted(name, sentence.replaceAll(":$", ".")));
        });
        return text.append("\nMore on each of them: pipeline %s COMMAND --help\n".formatted(word))
                .toString();
    }
}
