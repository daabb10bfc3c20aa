package pipeline.mapfile;

/**
 * Recognizes the languages of mapfiles by what stands in them, not by the name of the file. A list that Python and JSON
 * write alike is taken as JSON.
 */
final class FormDetector {

    /** The language of a text; which form of it a map has is seen while it is read. */
    enum Language {
        PARSET,
        PYTHON,
        JSON
    }

    private static final String ESCAPES_OF_JSON = "\"\\/bfnrtu";

    private final String text;
    private int position;
    /** Whether the last thing that counts was a text: Python joins two of them, JSON has no such thing. */
    private boolean afterText;

    private FormDetector(String text) {
        this.text = text;
    }

    static Language detect(String text) {
        return new FormDetector(text).language();
    }

    private Language language() {
        skipBlanks();
        if (position == text.length() || "[({".indexOf(text.charAt(position)) < 0) {
            return Language.PARSET;
        }
        if (text.charAt(position) == '{') {
            position++;
            skipBlanks();
            return text.startsWith("'", position) ? Language.PYTHON : Language.JSON;
        }
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\'' || c == '(' || (c == '"' && (afterText || !skipText()))) {
                return Language.PYTHON;
            } else if (Character.isLetter(c)) {
                return isWordOfJson() ? Language.JSON : Language.PYTHON;
            } else if (c != '"') {
                afterText = false;
                position++;
            }
            skipBlanks();
        }
        return Language.JSON;
    }

    private boolean isWordOfJson() {
        return text.startsWith("true", position)
                || text.startsWith("false", position)
                || text.startsWith("null", position);
    }

    /** Skips a text in double quotes; false if it holds what JSON's texts do not. */
    private boolean skipText() {
        afterText = true;
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return true;
            }
            if (c == '\\') {
                position++;
                if (position < text.length() && ESCAPES_OF_JSON.indexOf(text.charAt(position)) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '#') {
                int lineEnd = text.indexOf('\n', position);
                position = lineEnd < 0 ? text.length() : lineEnd;
            } else if (c <= ' ') {
                position++;
            } else {
                return;
            }
        }
    }
}
