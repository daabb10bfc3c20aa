package pipeline.mapfile;

import pipeline.parset.SourceText;

/** One text literal of Python, with any of its quotes, prefixes and escapes. */
final class PythonText {

    private static final int LONGEST_PREFIX = 2;

    private final SourceText source;
    private final String text;
    private final int start;
    private int position;
    private final String value;

    /** Reads the literal that begins at a place. */
    PythonText(SourceText source, int start) throws MapfileException {
        this.source = source;
        this.text = source.text();
        this.start = start;
        this.position = start + prefixLength(text, start);
        String prefix = text.substring(start, position);
        refusePrefix(prefix);
        String quote = quote();
        position += quote.length();
        this.value = content(quote, prefix.equalsIgnoreCase("r"));
    }

    /** Whether a text literal begins at a place. */
    static boolean startsAt(String text, int place) {
        int quote = place + prefixLength(text, place);
        return quote < text.length() && isQuote(text.charAt(quote));
    }

    String value() {
        return value;
    }

    /** Gives the place behind the closing quote. */
    int end() {
        return position;
    }

    private static int prefixLength(String text, int place) {
        int length = 0;
        while (length <= LONGEST_PREFIX
                && place + length < text.length()
                && "uUrRbBfF".indexOf(text.charAt(place + length)) >= 0) {
            length++;
        }
        return length;
    }

    private void refusePrefix(String prefix) throws MapfileException {
        if (!prefix.isEmpty() && !prefix.equalsIgnoreCase("u") && !prefix.equalsIgnoreCase("r")) {
            throw error(start, "a text with the prefix " + prefix + ", expected a plain text; remove the prefix");
        }
    }

    private String quote() {
        String one = text.substring(position, position + 1);
        String three = one.repeat(3);
        return text.startsWith(three, position) ? three : one;
    }

    private String content(String quote, boolean raw) throws MapfileException {
        StringBuilder content = null;
        int from = position;
        char first = quote.charAt(0);
        boolean single = quote.length() == 1;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == first && (single || text.startsWith(quote, position))) {
                break;
            }
            if (c == '\n' && single) {
                break;
            }
            if (c == '\\' || c == '\r') {
                content = content == null ? new StringBuilder() : content;
                content.append(text, from, position);
                special(c, raw, content);
                from = position;
            } else {
                position++;
            }
        }
        if (!text.startsWith(quote, position)) {
            throw error(start, "this text is never closed, expected " + quote + (single ? " on the same line" : ""));
        }
        int end = position;
        position += quote.length();
        return content == null
                ? text.substring(from, end)
                : content.append(text, from, end).toString();
    }

    /** Reads a backslash with what belongs to it, or a carriage return, which Python reads as a line end. */
    private void special(char c, boolean raw, StringBuilder content) throws MapfileException {
        if (c == '\r') {
            if (!text.startsWith("\r\n", position)) {
                content.append('\n');
            }
            position++;
        } else if (raw) {
            int end = Math.min(position + 2, text.length());
            content.append(text, position, end);
            position = end;
        } else {
            PythonEscape escape = PythonEscape.read(source, position);
            content.append(escape.value());
            position = escape.end();
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private MapfileException error(int offset, String problem) {
        return MapfileException.at(source, offset, problem);
    }
}
