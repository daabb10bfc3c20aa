package pipeline.text;

/** Texts of users as messages show them: not without end. */
public final class MessageText {

    /** As many characters are shown where nothing else is said. */
    private static final int LONGEST = 60;

    private static final String CUT = "…";

    private MessageText() {}

    /** Returns a text of at most 60 characters as it is, of a longer one the beginning and dots. */
    public static String shortened(String text) {
        return shortened(text, LONGEST);
    }

    /** Returns a text of at most so many characters as it is, of a longer one the beginning and dots. */
    public static String shortened(String text, int most) {
        return text.length() <= most || text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + CUT;
    }
}
