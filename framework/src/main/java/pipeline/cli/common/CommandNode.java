package pipeline.cli.common;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A word of the command line with the words that may follow it. What stands behind a word is made when it is typed and not before:
 * reading the options of all commands takes longer than most of them do.
 */
public final class CommandNode {

    private final String name;
    private final Supplier<? extends CliCommand> alone;
    private final Map<String, CommandNode> children = new LinkedHashMap<>();
    private BiFunction<String, List<String>, Optional<CliCommand>> named = (word, words) -> Optional.empty();
    private Supplier<? extends CliCommand> unknown;
    private boolean takesNames;

    /**
     * Makes a word that nothing may follow.
     *
     * @param alone what it does by itself
     */
    public CommandNode(String name, Supplier<? extends CliCommand> alone) {
        this.name = name;
        this.alone = alone;
        this.unknown = alone;
    }

    /** Adds a word that may follow. */
    public CommandNode add(CommandNode child) {
        children.put(child.name, child);
        return this;
    }

    /**
     * Lets names follow that are known only when they are typed.
     *
     * @param command makes the command behind a name, of which it is given the whole command line too; empty if there is none
     * @param otherwise says that there is none
     */
    public CommandNode addNames(
            BiFunction<String, List<String>, Optional<CliCommand>> command, Supplier<? extends CliCommand> otherwise) {
        named = command;
        unknown = otherwise;
        takesNames = true;
        return this;
    }

    public String name() {
        return name;
    }

    /** Returns the words that may follow, in the order in which they were added. */
    public List<String> names() {
        return List.copyOf(children.keySet());
    }

    /** Returns whether names may follow as well. */
    public boolean takesNames() {
        return takesNames;
    }

    /** Returns whether anything may follow. */
    public boolean goesOn() {
        return takesNames || !children.isEmpty();
    }

    public Optional<CommandNode> child(String word) {
        return Optional.ofNullable(children.get(word));
    }

    /** Returns this word and those that follow it, as far as the words of a command line name them. */
    public List<CommandNode> path(List<String> words) {
        List<CommandNode> path = new ArrayList<>(List.of(this));
        for (String word : words) {
            CommandNode child = path.get(path.size() - 1).children.get(word);
            if (child == null) {
                break;
            }
            path.add(child);
        }
        return path;
    }

    /** Makes what this word does by itself. */
    public CliCommand command() {
        return alone.get();
    }

    /**
     * Makes the command behind a name; empty if there is none.
     *
     * @param words the whole command line
     */
    public Optional<CliCommand> named(String word, List<String> words) {
        return named.apply(word, words);
    }

    /** Makes what says that there is no such name. */
    public CliCommand unknown() {
        return unknown.get();
    }

    /** Returns this word and all that may follow, but for names. */
    public Stream<CommandNode> all() {
        return Stream.concat(Stream.of(this), children.values().stream().flatMap(CommandNode::all));
    }
}
