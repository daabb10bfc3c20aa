package pipeline.store.support;

import org.jspecify.annotations.Nullable;

/**
 * Makes texts fit for every database: recording what people or programs wrote must never fail. What
 * disturbs a terminal stays, and is made visible where it is shown.
 */
public final class StoredText {

    /** The length of a message, in Unicode characters, that DataJoint's tables have. */
    static final int LONGEST_MESSAGE = 2047;

    private static final String CUT = "...truncated";
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    /** Replaces what is no Unicode text, and NUL, which PostgreSQL refuses, by U+FFFD. */
    public static String clean(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    /** Cleans a text if there is one. */
    public static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** Cleans a message and cuts it to 2047 characters, the last of them saying so. */
    public static String message(String text) {
        return cut(clean(text), LONGEST_MESSAGE, CUT);
    }

    /** Cleans a text and cuts it to a number of characters. */
    public static String shortened(String text, int most) {
        return cut(clean(text), most, "");
    }

    private static String cut(String text, int most, String mark) {
        if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - mark.length())) + mark;
    }
}
