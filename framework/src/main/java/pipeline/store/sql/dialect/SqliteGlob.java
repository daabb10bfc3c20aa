package pipeline.store.sql.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pipeline.store.support.GlobPattern;
import pipeline.store.support.GlobPattern.Any;
import pipeline.store.support.GlobPattern.Itself;
import pipeline.store.support.GlobPattern.OneOf;
import pipeline.store.support.GlobPattern.Part;
import pipeline.store.support.GlobPattern.Range;

/**
 * Writes patterns for SQLite's GLOB, where {@code ^} negates a set, and a bracket that is never closed fits nothing.
 *
 * <p>In a set every character is written as a range from itself to itself, so that a dash is never taken for what it is not;
 * but a closing bracket must come first and alone, and {@code ^} must not come first.
 */
final class SqliteGlob {

    /** A set that no character is in: SQLite finds no closing bracket. */
    private static final String NEVER = "[";

    private SqliteGlob() {}

    static String of(GlobPattern pattern) {
        StringBuilder glob = new StringBuilder();
        for (Part part : pattern.parts()) {
            if (part instanceof Any) {
                glob.append('*');
            } else if (part instanceof Itself itself) {
                boolean isSpecial = "*?[".indexOf(itself.character()) >= 0;
                glob.append(isSpecial ? "[" : "")
                        .appendCodePoint(itself.character())
                        .append(isSpecial ? "]" : "");
            } else if (part instanceof OneOf set) {
                if (set.ranges().isEmpty()) {
                    return NEVER;
                }
                set(set, glob);
            } else {
                glob.append('?');
            }
        }
        return glob.toString();
    }

    private static void set(OneOf set, StringBuilder glob) {
        boolean hasBracket = set.ranges().stream().anyMatch(range -> range.first() == ']' || range.last() == ']');
        List<Range> ranges = withoutBrackets(set.ranges());
        boolean mayBeginWithCaret =
                set.isNegated() || hasBracket || ranges.get(0).first() != '^';
        if (!mayBeginWithCaret) {
            Optional<Range> other = ranges.stream()
                    .filter(range -> range.last() != '^')
                    .map(range -> new Range(range.last(), range.last()))
                    .findFirst();
            if (other.isEmpty()) {
                glob.append('^');
                return;
            }
            ranges.add(0, other.get());
        }
        glob.append(set.isNegated() ? "[^" : "[").append(hasBracket ? "]" : "");
        ranges.forEach(range -> glob.appendCodePoint(range.first()).append('-').appendCodePoint(range.last()));
        glob.append(']');
    }

    private static List<Range> withoutBrackets(List<Range> ranges) {
        List<Range> without = new ArrayList<>();
        for (Range range : ranges) {
            int first = range.first() == ']' ? range.first() + 1 : range.first();
            int last = range.last() == ']' ? range.last() - 1 : range.last();
            if (first <= last) {
                without.add(new Range(first, last));
            }
        }
        return without;
    }
}
