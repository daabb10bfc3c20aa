package pipeline.store.sql.dialect;

import java.util.List;
import pipeline.store.support.GlobPattern;
import pipeline.store.support.GlobPattern.Any;
import pipeline.store.support.GlobPattern.Itself;
import pipeline.store.support.GlobPattern.OneOf;
import pipeline.store.support.GlobPattern.Part;
import pipeline.store.support.GlobPattern.Range;

/** Writes patterns as regular expressions for the whole text, line ends being characters like others. */
final class GlobRegex {

    /** In place of a character that is not there. */
    private static final String NEVER = "(?!)";

    private GlobRegex() {}

    /** Writes it for PostgreSQL, whose engine takes the same time for every pattern. */
    static String forPostgres(GlobPattern pattern) {
        StringBuilder regex = new StringBuilder("^");
        pattern.parts().forEach(part -> {
            if (part instanceof Any) {
                regex.append(".*");
            } else {
                one(part, regex);
            }
        });
        return regex.append('$').toString();
    }

    /**
     * Writes it for PCRE. The first place where what follows a star fits is as good as any later one, so it is not looked for
     * again: without that, a few stars would take for ever.
     */
    static String forPcre(GlobPattern pattern) {
        List<Part> parts = pattern.parts();
        int lastStar = parts.lastIndexOf(new Any());
        StringBuilder regex = new StringBuilder("(?s-imx)\\A");
        boolean isInGroup = false;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Any) {
                regex.append(isInGroup ? ")" : "").append(i == lastStar ? ".*" : "(?>.*?");
                isInGroup = i != lastStar;
            } else {
                one(parts.get(i), regex);
            }
        }
        return regex.append("\\z").toString();
    }

    private static void one(Part part, StringBuilder regex) {
        if (part instanceof Itself itself) {
            character(itself.character(), regex);
        } else if (part instanceof OneOf set) {
            set(set, regex);
        } else {
            regex.append('.');
        }
    }

    private static void set(OneOf set, StringBuilder regex) {
        if (set.ranges().isEmpty()) {
            regex.append(NEVER);
            return;
        }
        regex.append(set.isNegated() ? "[^" : "[");
        for (Range range : set.ranges()) {
            character(range.first(), regex);
            if (range.last() > range.first()) {
                regex.append('-');
                character(range.last(), regex);
            }
        }
        regex.append(']');
    }

    private static void character(int character, StringBuilder regex) {
        boolean isPlain =
                character >= 0x80 || Character.isLetterOrDigit(character) || Character.isISOControl(character);
        regex.append(isPlain ? "" : "\\").appendCodePoint(character);
    }
}
