package pipeline.cli.ground;

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
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\x%02x".formatted(c));
                    } else if (isDisturbing(c)) {
                        line.append("\\u%04x".formatted(c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
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

    private static boolean isDisturbing(int c) {
        return (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xD800 && c <= 0xDFFF);
    }
}
