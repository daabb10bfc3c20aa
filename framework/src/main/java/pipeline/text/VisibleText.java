package pipeline.text;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Text that may have come from a node, made harmless for a terminal, a table and a log: what does something to a terminal instead of
 * being shown is written as {@code \x1b} or {@code \}{@code u202e}. That are control characters, marks that turn the direction of
 * text, separators of lines and half characters.
 */
public final class VisibleText {

    private VisibleText() {}

    /**
     * Returns JSON in which what does something to a terminal is written as {@code \}{@code u009b}, which is the same to those who read
     * JSON.
     */
    public static String json(JsonNode value) {
        return replaced(Json.write(value), "\\u%04x"::formatted);
    }

    /** Returns one line; tabs and line ends are written as {@code \t}, {@code \r} and {@code \n}. */
    public static String line(String text) {
        return replaced(text, c -> isLayout(c) || isTricky(c), VisibleText::character);
    }

    /** Returns the lines of a text, each behind an indent; tabs stay. */
    public static String lines(String text, String indent) {
        return text.lines()
                .map(line -> indent.concat(
                                replaced(line, c -> c != '\t' && (isLayout(c) || isTricky(c)), VisibleText::character))
                        .concat("\n"))
                .collect(Collectors.joining());
    }

    /** Returns a text with its line feeds and tabs; carriage returns are written out, since they hide what stands before. */
    public static String logged(String text) {
        return replaced(text, c -> c == '\r' || isTricky(c), c -> c == '\r' ? "\\x0d" : character(c));
    }

    /** Returns a text with its tabs and line ends, the rest in words of the caller's. */
    public static String replaced(String text, IntFunction<String> word) {
        return replaced(text, VisibleText::isTricky, word);
    }

    private static String replaced(String text, IntPredicate which, IntFunction<String> word) {
        if (text.codePoints().noneMatch(which)) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (which.test(c)) {
                replaced.append(word.apply(c));
            } else {
                replaced.appendCodePoint(c);
            }
        });
        return replaced.toString();
    }

    /** Returns a character, or the word for one that does something to a terminal instead of being shown. */
    public static String character(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                Character.isISOControl(c)
                        ? String.format(Locale.ROOT, "\\x%02x", c)
                        : isDisturbing(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c);
        };
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    /** Returns whether a character, tabs and line ends not among them, does something to a terminal instead of being shown. */
    public static boolean isTricky(int c) {
        return !isLayout(c) && (Character.isISOControl(c) || isDisturbing(c));
    }

    private static boolean isDisturbing(int c) {
        return (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200E
                || c == 0x200F
                || c == 0x061C
                || (c >= 0xD800 && c <= 0xDFFF);
    }
}
