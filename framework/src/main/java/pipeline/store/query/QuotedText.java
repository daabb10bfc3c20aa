package pipeline.store.query;

import java.util.Map;
import java.util.regex.Pattern;

/** Reads a text in quotes, single or double, with the escapes of JSON and Python. */
final class QuotedText {

    /** In front of a quote: Python 2 wrote texts with a u and bytes with a b. */
    private static final String PREFIXES = "ub";

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]+");

    private static final Map<Character, Character> ESCAPES = Map.ofEntries(
            Map.entry('"', '"'),
            Map.entry('\'', '\''),
            Map.entry('\\', '\\'),
            Map.entry('/', '/'),
            Map.entry('a', '\u0007'),
            Map.entry('b', '\b'),
            Map.entry('f', '\f'),
            Map.entry('n', '\n'),
            Map.entry('r', '\r'),
            Map.entry('t', '\t'),
            Map.entry('v', '\u000B'));

    private static final Map<Character, Integer> CODES = Map.of('x', 2, 'u', 4, 'U', 8);

    private QuotedText() {}

    /** Tells whether a text in quotes begins here. */
    static boolean begins(TextCursor text) {
        if (text.isAtEnd()) {
            return false;
        }
        boolean hasPrefix = PREFIXES.indexOf(text.next()) >= 0 && text.hasNext(2);
        char quote = hasPrefix ? text.charAt(text.at() + 1) : text.next();
        return quote == '"' || quote == '\'';
    }

    /** Reads the text that begins here. */
    static String read(TextCursor text) throws QuerySyntaxException {
        int begin = text.at();
        if (PREFIXES.indexOf(text.next()) >= 0) {
            text.skip(1);
        }
        char quote = text.next();
        text.skip(1);
        StringBuilder read = new StringBuilder();
        while (!text.take(quote)) {
            if (text.isAtEnd()) {
                throw new QuerySyntaxException(begin, "the text that begins here has no closing " + quote);
            }
            if (text.next() == '\\') {
                escape(text, read);
            } else {
                read.append(text.next());
                text.skip(1);
            }
        }
        return read.toString();
    }

    private static void escape(TextCursor text, StringBuilder read) throws QuerySyntaxException {
        int begin = text.at();
        text.skip(1);
        char letter = text.isAtEnd() ? '\0' : text.next();
        Character escaped = ESCAPES.get(letter);
        if (escaped != null) {
            text.skip(1);
            read.append(escaped.charValue());
            return;
        }
        text.skip(1);
        int digits = CODES.getOrDefault(letter, 0);
        String code = digits > 0 && text.hasNext(digits) ? text.peek(digits) : "";
        boolean isCode = HEXADECIMAL.matcher(code).matches() && Long.parseLong(code, 16) <= Character.MAX_CODE_POINT;
        if (!isCode) {
            throw new QuerySyntaxException(begin, "there is no such escape; a backslash itself is written twice");
        }
        text.skip(digits);
        read.appendCodePoint(Integer.parseInt(code, 16));
    }
}
