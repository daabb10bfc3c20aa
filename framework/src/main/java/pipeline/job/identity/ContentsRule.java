package pipeline.job.identity;

import java.util.Arrays;
import java.util.List;
import pipeline.text.ShellQuoting;

/** By what it is known whether the contents of the files that a job reads are still what they were. */
public enum ContentsRule {
    /** By their names alone: contents are not looked at. */
    NAME("name"),
    /** By size and time of the last change. */
    SIZE_TIME("size+time"),
    /** By the SHA-256 of what they hold. */
    SHA256("sha256");

    private final String word;

    ContentsRule(String word) {
        this.word = word;
    }

    /** Returns the word for people. */
    public String word() {
        return word;
    }

    /** Returns the words of all. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ContentsRule::word).toList();
    }

    /**
     * Reads a word.
     *
     * @throws IllegalArgumentException if there is no such rule
     */
    public static ContentsRule parse(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of %s, but was %s"
                        .formatted(String.join(", ", words()), ShellQuoting.quote(text))));
    }

    /** Returns whether contents are looked at. */
    public boolean looks() {
        return this != NAME;
    }
}
