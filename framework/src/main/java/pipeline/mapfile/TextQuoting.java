package pipeline.mapfile;

import java.util.Locale;

/**
 * How a text stands in quotes in a written mapfile. What prints stands as it is, in UTF-8; quotes, backslashes and
 * what does not print (line ends of every kind, directions, joiners) are escaped.
 */
enum TextQuoting {
    PYTHON('\'') {
        @Override
        String escape(int codePoint) {
            return codePoint <= 0xff
                    ? String.format(Locale.ROOT, "\\x%02x", codePoint)
                    : String.format(Locale.ROOT, codePoint <= 0xffff ? "\\u%04x" : "\\U%08x", codePoint);
        }
    },
    JSON('"') {
        @Override
        String escape(int codePoint) {
            StringBuilder escape = new StringBuilder();
            for (char c : Character.toChars(codePoint)) {
                escape.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
            return escape.toString();
        }
    };

    private final char quote;

    TextQuoting(char quote) {
        this.quote = quote;
    }

    abstract String escape(int codePoint);

    String quote(String text) {
        if (isPlain(text)) {
            return quote + text + quote;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint == quote || codePoint == '\\') {
                quoted.append('\\').append((char) codePoint);
            } else if (codePoint == '\n') {
                quoted.append("\\n");
            } else if (prints(codePoint)) {
                quoted.appendCodePoint(codePoint);
            } else {
                quoted.append(escape(codePoint));
            }
        }
        return quoted.append(quote).toString();
    }

    /** Most names are: letters and signs of ASCII that need no escape. */
    private boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == quote || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean prints(int codePoint) {
        if (codePoint == ' ') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
