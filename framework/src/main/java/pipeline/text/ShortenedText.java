package pipeline.text;

/** Text for a message, which is to show what somebody wrote but not without end. */
public final class ShortenedText {

    private ShortenedText() {}

    /** Returns the text, or its beginning and {@code …} if it has more than so many characters; half characters stay out. */
    public static String of(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)).concat("…");
    }
}
