package pipeline.literal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** One text literal of Python, with any of its quotes, prefixes and escapes. Bytes are read as UTF-8. */
final class TextLiteral {

    private static final int LONGEST_PREFIX = 2;

    /** Others would be evaluated, or are no Python. */
    private static final Set<String> PREFIXES = Set.of("", "u", "r", "b", "br", "rb");

    private static final int ASCII = 0x7f;

    private final String text;
    private final int start;
    private final boolean withJson;
    private final boolean isRaw;
    private final boolean isBytes;
    private int position;
    private final String value;

    /** Reads the literal that begins at a place. */
    TextLiteral(String text, int start, boolean withJson) throws LiteralException {
        this.text = text;
        this.start = start;
        this.withJson = withJson;
        this.position = start + prefixLength(text, start);
        String prefix = text.substring(start, position).toLowerCase(Locale.ROOT);
        if (!PREFIXES.contains(prefix)) {
            throw error(
                    start,
                    "a text with the prefix " + text.substring(start, position)
                            + ", expected a plain text; remove the prefix");
        }
        this.isRaw = prefix.indexOf('r') >= 0;
        this.isBytes = prefix.indexOf('b') >= 0;
        String quote = quote();
        position += quote.length();
        String content = content(quote);
        this.value = isBytes ? decoded(content) : content;
    }

    /** Returns whether a text literal begins at a place. */
    static boolean startsAt(String text, int place) {
        int quote = place + prefixLength(text, place);
        return quote < text.length() && isQuote(text.charAt(quote));
    }

    String value() {
        return value;
    }

    /** Returns the place behind the closing quote. */
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

    private String quote() {
        String one = text.substring(position, position + 1);
        String three = one.repeat(3);
        return text.startsWith(three, position) ? three : one;
    }

    private String content(String quote) throws LiteralException {
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
            if (c == '\\' || c == '\r' || (isBytes && c > ASCII)) {
                content = content == null ? new StringBuilder() : content;
                content.append(text, from, position);
                special(c, content);
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

    /** Reads a backslash with what belongs to it, or a carriage return, which Python reads as a line end, or what is no byte. */
    private void special(char c, StringBuilder content) throws LiteralException {
        if (c == '\r') {
            if (!text.startsWith("\r\n", position)) {
                content.append('\n');
            }
            position++;
        } else if (c != '\\') {
            int character = text.codePointAt(position);
            byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            content.append(new String(bytes, StandardCharsets.ISO_8859_1));
            position += Character.charCount(character);
        } else if (isRaw) {
            content.append(c);
            position++;
            // a quote behind the backslash does not end the text
            if (position < text.length() && !(isBytes && text.charAt(position) > ASCII)) {
                content.append(text.charAt(position));
                position++;
            }
        } else if (withJson && text.startsWith("/", position + 1)) {
            content.append('/');
            position += 2;
        } else {
            EscapeSequence escape = EscapeSequence.read(text, position, isBytes);
            content.append(escape.value());
            position = escape.end();
        }
    }

    /** Reads bytes, each of which stands there as a character, as UTF-8. */
    private String decoded(String bytes) throws LiteralException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw error(start, "the bytes of this text are not UTF-8, expected a text in UTF-8");
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static LiteralException error(int offset, String problem) {
        return new LiteralException(offset, problem);
    }
}
