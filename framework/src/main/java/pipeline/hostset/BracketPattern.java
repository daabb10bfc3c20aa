package pipeline.hostset;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with number ranges in brackets that stands for several texts, as in ClusterShell: {@code a[1-2]b[03,05]} is
 * {@code a1b03}, {@code a1b05}, {@code a2b03} and {@code a2b05}. Nothing but brackets has a meaning here.
 */
public final class BracketPattern {

    /** No pattern and no host set may stand for more names than this; a slip such as {@code [1-1000000000]} would fill the memory. */
    static final int MAX_NAMES = 1_000_000;

    private static final long MAX_CHARACTERS = 256_000_000;
    private static final int MAX_BRACKETS = 32;

    private final List<String> literals = new ArrayList<>();
    private final List<List<NumberRange>> brackets = new ArrayList<>();

    private BracketPattern(String pattern) {
        int literalStart = 0;
        int at = 0;
        while (at < pattern.length()) {
            switch (pattern.charAt(at)) {
                case '[' -> {
                    if (brackets.size() == MAX_BRACKETS) {
                        throw new HostSetException(
                                pattern, at + 1, "expected at most " + MAX_BRACKETS + " pairs of brackets");
                    }
                    literals.add(pattern.substring(literalStart, at));
                    BracketReader reader = new BracketReader(pattern, at + 1);
                    brackets.add(reader.ranges());
                    at = reader.end();
                    literalStart = at;
                }
                case ']' -> throw new HostSetException(pattern, at + 1, "\"]\" without a \"[\" before it");
                default -> at++;
            }
        }
        literals.add(pattern.substring(literalStart));
        refuseTooMany(pattern);
    }

    /**
     * Returns every text the pattern stands for, in order, the last bracket running fastest; duplicates stay. Text
     * without brackets stands for itself.
     *
     * @throws HostSetException if a bracket holds no valid ranges, or if there would be more than 1,000,000 texts
     */
    public static List<String> expand(String pattern) {
        return new BracketPattern(pattern).texts();
    }

    private List<String> texts() {
        List<String> texts = List.of(literals.get(0));
        for (int dimension = 0; dimension < brackets.size(); dimension++) {
            List<String> longer = new ArrayList<>();
            for (String start : texts) {
                append(start, brackets.get(dimension), literals.get(dimension + 1), longer);
            }
            texts = longer;
        }
        return texts;
    }

    private static void append(String start, List<NumberRange> ranges, String end, List<String> texts) {
        for (NumberRange range : ranges) {
            for (long index = 0; index < range.count(); index++) {
                texts.add(start + range.text(index) + end);
            }
        }
    }

    private void refuseTooMany(String pattern) {
        long names = 1;
        long length = literals.stream().mapToLong(String::length).sum();
        for (List<NumberRange> ranges : brackets) {
            long numbers = 0;
            for (NumberRange range : ranges) {
                // one range has at most 10^18 numbers, so the sum is cut before it can overflow
                numbers = Math.min(numbers, MAX_NAMES) + range.count();
            }
            names *= Math.min(numbers, MAX_NAMES + 1);
            length += ranges.stream().mapToLong(NumberRange::longest).max().orElse(0);
            if (names > MAX_NAMES) {
                throw new HostSetException(
                        pattern,
                        literals.get(0).length() + 1,
                        "stands for more than " + MAX_NAMES + " names; expected fewer");
            }
        }
        if (names * length > MAX_CHARACTERS) {
            throw new HostSetException(
                    pattern,
                    literals.get(0).length() + 1,
                    "stands for " + names + " names of " + length + " characters; expected shorter names or fewer");
        }
    }
}
