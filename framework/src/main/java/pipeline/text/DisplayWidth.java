package pipeline.text;

import java.lang.Character.UnicodeScript;

/**
 * How many columns of a terminal a text takes up: letters of East Asia and emoji two, marks above letters none. It cuts
 * by columns, {@link MessageText} by characters.
 */
public final class DisplayWidth {

    private DisplayWidth() {}

    /** Returns how many columns a text takes up. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Returns as much of the text as fits, whole characters with their marks. */
    public static String cut(String text, int width) {
        int columns = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            columns += of(character);
            if (columns > width) {
                return text.substring(0, end);
            }
            end += Character.charCount(character);
        }
        return text;
    }

    /** Returns a text that fits: of one that does not, the middle is left out, for the beginning says what it is and the end which. */
    public static String shortened(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        String end = "";
        int room = (width - 1) / 2;
        for (int at = text.length(); at > 0; ) {
            int from = text.offsetByCodePoints(at, -1);
            if (of(text.substring(from)) > room) {
                break;
            }
            end = text.substring(from);
            at = from;
        }
        return width < 1 ? "" : cut(text, width - 1 - of(end)) + "…" + end;
    }

    private static int of(int character) {
        if (character < 0x300) {
            return 1;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    private static boolean isWide(int character) {
        boolean isHalf = character >= 0xFF61 && character <= 0xFFDC;
        boolean isFull = (character >= 0x3000 && character <= 0x303E)
                || (character >= 0xFF01 && character <= 0xFF60)
                || (character >= 0xFFE0 && character <= 0xFFE6)
                || (character >= 0x1F300 && character <= 0x1FAFF);
        if (isHalf || isFull) {
            return isFull;
        }
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
            default -> false;
        };
    }
}
