package pipeline.text;

import java.util.Locale;
import java.util.OptionalInt;

/** Characters that nobody sees, or that look like a blank: they come into a text from web pages and word processors. */
public final class InvisibleCharacters {

    private InvisibleCharacters() {}

    /** Returns whether a character is a blank of any kind, a control character, half a character, or one that has no width. */
    public static boolean is(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * Returns the place of the first character of a text that is taken for a plain blank or for nothing at all, and that hardly anybody
     * means: no-break spaces, blanks without width, byte order marks; empty if there is none.
     */
    public static OptionalInt firstMistaken(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\u00a0', '\u2007', '\u202f', '\u200b', '\u2060', '\ufeff' -> {
                    return OptionalInt.of(i);
                }
                default -> {}
            }
        }
        return OptionalInt.empty();
    }

    /** Names a character in a message, such as {@code a character that cannot be seen (U+200B)}. */
    public static String named(int c) {
        String kind = Character.getType(c) == Character.CONTROL
                ? "a control character"
                : Character.getType(c) == Character.SURROGATE
                        ? "half a surrogate pair, which UTF-8 cannot hold"
                        : "a character that cannot be seen";
        return kind + String.format(Locale.ROOT, " (U+%04X)", c);
    }
}
