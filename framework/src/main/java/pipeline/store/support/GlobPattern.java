package pipeline.store.support;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern with {@code *}, {@code ?} and sets, as Python's fnmatch has it: {@code [!a]} is any other character, a bracket
 * right at the beginning of a set belongs to it, and one that is never closed is a bracket. Immutable.
 */
public record GlobPattern(List<Part> parts) {

    /** What a pattern is made of. */
    public sealed interface Part {}

    /** Any text. */
    public record Any() implements Part {}

    /** Any one character. */
    public record One() implements Part {}

    /** A character that stands for itself. */
    public record Itself(int character) implements Part {}

    /** One character that is, or is not, in one of the ranges; without any range it never fits. */
    public record OneOf(boolean isNegated, List<Range> ranges) implements Part {}

    /** Characters in the order of their numbers, both ends included. */
    public record Range(int first, int last) {}

    public GlobPattern {
        parts = List.copyOf(parts);
    }

    public static GlobPattern of(String pattern) {
        int[] characters = pattern.codePoints().toArray();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < characters.length; i++) {
            int close = characters[i] == '[' ? end(characters, i) : -1;
            if (close > 0) {
                parts.add(set(characters, i + 1, close));
                i = close;
            } else if (characters[i] == '*') {
                boolean isRepeated = !parts.isEmpty() && parts.get(parts.size() - 1) instanceof Any;
                if (!isRepeated) {
                    parts.add(new Any());
                }
            } else {
                parts.add(characters[i] == '?' ? new One() : new Itself(characters[i]));
            }
        }
        return new GlobPattern(parts);
    }

    /** Returns where a set ends; -1 if it never does. */
    private static int end(int[] characters, int open) {
        int first = open + 1;
        if (first < characters.length && characters[first] == '!') {
            first++;
        }
        for (int i = first + 1; i < characters.length; i++) {
            if (characters[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Part set(int[] characters, int begin, int close) {
        boolean isNegated = characters[begin] == '!';
        List<Range> ranges = new ArrayList<>();
        for (int i = isNegated ? begin + 1 : begin; i < close; i++) {
            int first = characters[i];
            int last = first;
            if (i + 2 < close && characters[i + 1] == '-') {
                i += 2;
                last = characters[i];
            }
            if (first <= last) {
                ranges.add(new Range(first, last));
            }
        }
        return isNegated && ranges.isEmpty() ? new One() : new OneOf(isNegated, List.copyOf(ranges));
    }
}
