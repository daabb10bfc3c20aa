package pipeline.parset;

/** Walks over the characters of a parameter set: blanks, comments, joined lines, quoted and unquoted words. */
final class ParsetScanner {

    private final SourceText source;
    private final String text;
    private int position;

    ParsetScanner(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    /** Whether nothing but a comment is left of the line. */
    boolean atLineEnd() {
        return atEnd() || looksAt('\n') || looksAt('#');
    }

    boolean looksAt(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    void skip() {
        position++;
    }

    void expect(char c, String expected) throws ParsetException {
        if (!looksAt(c)) {
            throw error("expected " + expected + ", but found " + source.found(position));
        }
        position++;
    }

    /** Skips blanks, and line ends that a backslash hides. */
    void skipBlanks() {
        while (!atEnd()) {
            int joined = joinedLine(text, position);
            if (joined > 0) {
                position = joined;
            } else if (isBlank(text.charAt(position))) {
                position++;
            } else {
                return;
            }
        }
    }

    /** Skips blanks, line ends and comments. */
    void skipLines() {
        skipBlanks();
        while (atLineEnd() && !atEnd()) {
            position = looksAt('#') ? lineEnd(position) : position + 1;
            skipBlanks();
        }
    }

    /** Moves to the value if it begins on a later line; stays if the next line is an assignment of its own. */
    boolean skipToValueOnALaterLine() {
        int start = position;
        skipLines();
        if (!atEnd() && (looksAt('[') || looksAt('{') || !isAssignment())) {
            return true;
        }
        position = start;
        return false;
    }

    private boolean isAssignment() {
        char quote = 0;
        int end = lineEnd(position);
        for (int i = position; i < end; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (isQuote(c)) {
                quote = c;
            } else if (c == '=' || c == '#') {
                return c == '=';
            }
        }
        return false;
    }

    /** Reads a key, up to the {@code =}. */
    ParsetValue.Text key() throws ParsetException {
        if (!atEnd() && isQuote(text.charAt(position))) {
            ParsetValue.Text key = quoted();
            skipBlanks();
            return key;
        }
        int start = position;
        if (",]}[{".indexOf(text.charAt(start)) >= 0) {
            throw error("expected key = value, but found " + source.found(start));
        }
        while (!looksAt('=')) {
            if (atLineEnd()) {
                throw error("expected key = value, but found no '=' on this line; a value goes on over lines inside"
                        + " brackets, or after a backslash at the end of the line");
            }
            if (isQuote(text.charAt(position))) {
                throw error("a quote inside a key, expected quotes around the whole key or none");
            }
            position++;
        }
        String key = text.substring(start, position).strip();
        if (key.isEmpty()) {
            throw error("expected a key before the '='");
        }
        return new ParsetValue.Text(key, false, start);
    }

    /** Reads a quoted text, or an unquoted one up to one of the given characters or the end of the line. */
    ParsetValue.Text text(String ends) throws ParsetException {
        return !atEnd() && isQuote(text.charAt(position)) ? quoted() : unquoted(ends);
    }

    private ParsetValue.Text quoted() throws ParsetException {
        int start = position;
        char quote = text.charAt(start);
        int close = start + 1;
        while (close < text.length() && text.charAt(close) != quote && text.charAt(close) != '\n') {
            close++;
        }
        if (close == text.length() || text.charAt(close) == '\n') {
            throw new ParsetException(
                    source,
                    start,
                    "this quote is not closed, expected another " + quote
                            + " on the same line (there are no escapes; a name with this quote goes into the other kind)");
        }
        position = close + 1;
        return new ParsetValue.Text(text.substring(start + 1, close), true, start);
    }

    private ParsetValue.Text unquoted(String ends) throws ParsetException {
        ParsetWord word = new ParsetWord(source, position, ends);
        int start = position;
        position = word.end();
        return new ParsetValue.Text(word.value(), false, start);
    }

    /** Returns where the next line begins if a backslash at this place hides the line end; otherwise -1. */
    static int joinedLine(String text, int place) {
        if (text.charAt(place) != '\\') {
            return -1;
        }
        int i = place + 1;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i >= text.length() || text.charAt(i) == '\n' ? Math.min(i + 1, text.length()) : -1;
    }

    private int lineEnd(int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end;
    }

    private ParsetException error(String problem) {
        return new ParsetException(source, position, problem);
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
