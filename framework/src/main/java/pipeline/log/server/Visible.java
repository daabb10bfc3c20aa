package pipeline.log.server;

import java.util.Locale;

/**
 * Makes control characters visible, such as ESC as {@code \x1b}: what a job says must neither move the cursor of whoever
 * reads the log, nor hide text from them. Line feeds and tabs stay.
 */
final class Visible {

    private Visible() {}

    static String text(String text) {
        int first = 0;
        while (first < text.length() && !isTricky(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isTricky(c)) {
                visible.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    private static boolean isTricky(char c) {
        return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || isDirection(c) || isLineSeparator(c);
    }

    /** Marks that make a terminal show text in another order than it stands in the file. */
    private static boolean isDirection(char c) {
        return (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c;
    }

    private static boolean isLineSeparator(char c) {
        return c == 0x2028 || c == 0x2029;
    }
}
