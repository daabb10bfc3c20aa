package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import pipeline.cli.common.CommandNode;
import pipeline.cli.options.ReservedOptions;

/** Puts the words of a command first, wherever its options were typed: {@code jobs -c F progress} is {@code jobs progress -c F}. */
final class WordOrder {

    private final CommandNode root;
    private final List<String> words;
    private final Set<String> known;
    private final Set<String> withValue;

    private WordOrder(CommandNode root, List<String> words) {
        this.root = root;
        this.words = new ArrayList<>(words);
        List<OptionSpec> options = options(root);
        this.known = names(options.stream());
        this.withValue = names(options.stream().filter(option -> option.arity().min() > 0));
    }

    /** Returns the words in the order in which they are read; what stands behind {@code --} stays. */
    static List<String> of(CommandNode root, List<String> typed) {
        return isInOrder(root, typed) ? typed : new WordOrder(root, typed).ordered();
    }

    /** Looking at all options takes time, and hardly anybody types them first. */
    private static boolean isInOrder(CommandNode root, List<String> typed) {
        int word = 0;
        while (word < typed.size() && goesOn(root, typed.subList(0, word))) {
            if (isOption(typed.get(word))) {
                return false;
            }
            word++;
        }
        return true;
    }

    private List<String> ordered() {
        int place = 0;
        while (goesOn(root, words.subList(0, place)) && bringForward(place)) {
            place++;
        }
        return List.copyOf(words);
    }

    /** Moves the next word that is neither an option nor the value of one to a place; false if there is none that belongs there. */
    private boolean bringForward(int place) {
        Predicate<String> belongs = next(words.subList(0, place));
        for (int at = place; at < words.size() && !words.get(at).equals("--"); at++) {
            if (!isOption(words.get(at))) {
                if (!belongs.test(words.get(at))) {
                    return false;
                }
                words.add(place, words.remove(at));
                return true;
            }
            if (!isKnown(words.get(at))) {
                // a recipe's own, say: whether the next word is its value nobody knows
                return false;
            }
            if (takesNextWord(words.get(at))) {
                at++;
            }
        }
        return false;
    }

    /** Returns whether another word of the command may follow, such as {@code jobs} and then {@code show}. */
    private static boolean goesOn(CommandNode root, List<String> words) {
        List<CommandNode> path = root.path(words);
        return path.size() == words.size() + 1 && path.get(words.size()).goesOn();
    }

    /** Returns what may be the next word: the name of a recipe may be anything. */
    private Predicate<String> next(List<String> before) {
        CommandNode last = root.path(before).get(before.size());
        return last.takesNames() ? word -> true : last.names()::contains;
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1;
    }

    private boolean isKnown(String option) {
        return option.startsWith("--")
                ? known.contains(option.split("=", 2)[0])
                : known.contains(option.substring(0, 2));
    }

    private boolean takesNextWord(String option) {
        if (option.startsWith("--")) {
            return withValue.contains(option);
        }
        // short options may stand together; what stands behind one that takes a value is its value
        for (int letter = 1; letter < option.length(); letter++) {
            if (withValue.contains("-" + option.charAt(letter))) {
                return letter == option.length() - 1;
            }
        }
        return false;
    }

    private static List<OptionSpec> options(CommandNode root) {
        return Stream.concat(
                        root.all().map(node -> node.command().commandLine().getCommandSpec()),
                        ReservedOptions.specs().stream())
                .flatMap(spec -> spec.options().stream())
                .toList();
    }

    private static Set<String> names(Stream<OptionSpec> options) {
        return options.flatMap(option -> Stream.of(option.names())).collect(Collectors.toUnmodifiableSet());
    }
}
