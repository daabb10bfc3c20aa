package pipeline.cli.console;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Text that may have come from a node, made harmless for a terminal and for a table. */
public final class Printable {

    private Printable() {}

    /**
     * Gives one line: control characters, line ends among them, are written as {@code \n} or {@code \x1b}, and what
     * turns the direction of text or is half a character as {@code \}{@code u202e}.
     */
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.append(character(c)));
        return line.toString();
    }

    /** Gives the lines of a text as they are, but for control characters within them; tabs stay. */
    public static String lines(String text, String indent) {
        return text.lines()
                .map(line ->
                        Arrays.stream(line.split("\t", -1)).map(Printable::line).collect(Collectors.joining("\t")))
                .map(line -> indent + line + "\n")
                .collect(Collectors.joining());
    }

    /** Gives a character, or the word for one that does something to a terminal instead of being shown. */
    public static String character(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                Character.isISOControl(c)
                        ? "\\x%02x".formatted(c)
                        : isDisturbing(c) ? "\\u%04x".formatted(c) : Character.toString(c);
        };
    }

    /** Tells whether a character, tabs and line ends not among them, does something to a terminal instead of being shown. */
    public static boolean isTricky(int c) {
        return c != '\n' && c != '\r' && c != '\t' && (Character.isISOControl(c) || isDisturbing(c));
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
