package pipeline.cli.common;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.config.Suggestion;
import pipeline.text.ShellQuoting;

/** What to say about words that nobody knows. */
public final class DidYouMean {

    private DidYouMean() {}

    /** Returns {@code ; did you mean ...?}, or nothing if no known word is near. */
    public static String didYouMean(String word, Collection<String> known) {
        return Suggestion.of(word, known).map("; did you mean %s?"::formatted).orElse("");
    }

    /**
     * Says which options there are not or, if the first word is none, that words have no place.
     *
     * @param takes what the command takes instead; the words follow it
     */
    public static String unmatched(UnmatchedArgumentException e, String takes) {
        List<String> words = e.getUnmatched();
        return words.get(0).startsWith("-") ? unknownOption(e) : takes + " " + ShellQuoting.quoted(words);
    }

    /** Says which options there are not, a line for each. */
    public static String unknownOption(UnmatchedArgumentException e) {
        CommandLine where = e.getCommandLine();
        List<String> known = where.getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--"))
                .toList();
        return e.getUnmatched().stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> word.substring(0, word.indexOf('=') < 0 ? word.length() : word.indexOf('=')))
                .distinct()
                .map(option -> "there is no option %s%s".formatted(option, didYouMean(option, known)))
                .collect(Collectors.joining("\n"));
    }
}
