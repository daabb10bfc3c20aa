package pipeline.literal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import pipeline.text.MessageText;

/**
 * Reads Python literals token by token: lists, tuples, dicts, texts, numbers, True, False, None, comments. The text between the
 * tokens is checked on the way. Takes time and memory in proportion to the text. For one thread.
 */
public final class LiteralReader {

    /** How deep brackets may be nested. */
    public static final int DEEPEST = 50;

    /** How many characters a number may have. */
    public static final int LONGEST_NUMBER = 400;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d{1,4})?");

    private final String text;
    private final boolean withJson;
    private final Deque<Container> open = new ArrayDeque<>();
    private int position;
    private int offset;
    private String value = "";
    /** Whether a value has just ended, so that a separator or a closing bracket must follow. */
    private boolean separatorDue;

    private LiteralReader(String text, boolean withJson) {
        this.text = text;
        this.withJson = withJson;
    }

    /** Makes a reader of Python literals. */
    public static LiteralReader ofPython(String text) {
        return new LiteralReader(text, false);
    }

    /** Makes a reader that also takes what only JSON writes: true, false, null, and the escape {@code \/}. */
    public static LiteralReader ofPythonOrJson(String text) {
        return new LiteralReader(text, true);
    }

    /** A list, tuple or dict that is being read. */
    private static final class Container {
        private final char close;
        private final int offset;
        private boolean keyNext;

        Container(char close, int offset) {
            this.close = close;
            this.offset = offset;
            this.keyNext = close == '}';
        }

        /** Whether the key of a dict has been read and its value has not. */
        boolean valueDue() {
            return close == '}' && !keyNext;
        }

        String expected() {
            return valueDue() ? "':'" : "',' or '" + close + "'";
        }
    }

    /** Returns whether a text in quotes begins at a place. */
    public static boolean startsText(String text, int place) {
        return TextLiteral.startsAt(text, place);
    }

    /**
     * Reads the next token. Keys of dicts are tokens like values.
     *
     * @throws LiteralException if the text is no literal, or is nested deeper than {@link #DEEPEST}
     */
    public LiteralToken next() throws LiteralException {
        skipBlanks();
        Container container = open.peek();
        if (container == null) {
            return outermost();
        }
        if (separatorDue) {
            separator(container);
        }
        refuseEnd(container);
        offset = position;
        if (text.charAt(position) == container.close && !container.valueDue()) {
            position++;
            open.pop();
            valueEnded();
            return LiteralToken.CLOSE;
        }
        return value();
    }

    /** Returns where in the text the last token begins, in chars from 0. */
    public int offset() {
        return offset;
    }

    /** Returns the last text without quotes and escapes, or the last number as it is written. */
    public String text() {
        return value;
    }

    private LiteralToken outermost() throws LiteralException {
        offset = position;
        if (position >= text.length()) {
            return LiteralToken.END;
        }
        if (separatorDue) {
            throw error("expected the end of the text here, but found " + found());
        }
        return value();
    }

    private void separator(Container container) throws LiteralException {
        refuseEnd(container);
        char c = text.charAt(position);
        if (c == (container.valueDue() ? ':' : ',')) {
            position++;
            separatorDue = false;
            skipBlanks();
        } else if (c != container.close || container.valueDue()) {
            throw error("expected " + container.expected() + ", but found " + found());
        }
    }

    private void refuseEnd(Container container) throws LiteralException {
        if (position >= text.length()) {
            throw new LiteralException(
                    container.offset, "this bracket is never closed, expected a '" + container.close + "'");
        }
    }

    private LiteralToken value() throws LiteralException {
        return switch (text.charAt(position)) {
            case '[' -> open(']', LiteralToken.LIST);
            case '(' -> open(')', LiteralToken.TUPLE);
            case '{' -> open('}', LiteralToken.DICT);
            default -> {
                LiteralToken token = TextLiteral.startsAt(text, position) ? texts() : word();
                valueEnded();
                yield token;
            }
        };
    }

    private LiteralToken open(char close, LiteralToken token) throws LiteralException {
        if (open.size() == DEEPEST) {
            throw error("it is nested deeper than " + DEEPEST);
        }
        open.push(new Container(close, position++));
        separatorDue = false;
        return token;
    }

    private void valueEnded() {
        separatorDue = true;
        Container container = open.peek();
        if (container != null) {
            container.keyNext = container.valueDue();
        }
    }

    /** Reads a text and those that follow it without a comma, which Python takes as one. */
    private LiteralToken texts() throws LiteralException {
        TextLiteral first = new TextLiteral(text, position, withJson);
        value = first.value();
        position = first.end();
        skipBlanks();
        if (TextLiteral.startsAt(text, position)) {
            StringBuilder joined = new StringBuilder(value);
            while (TextLiteral.startsAt(text, position)) {
                TextLiteral more = new TextLiteral(text, position, withJson);
                joined.append(more.value());
                position = more.end();
                skipBlanks();
            }
            value = joined.toString();
        }
        return LiteralToken.TEXT;
    }

    private LiteralToken word() throws LiteralException {
        int end = position;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end == position) {
            throw error("expected a value, but found " + found());
        }
        value = text.substring(position, end);
        LiteralToken token = switch (value) {
            case "True" -> LiteralToken.TRUE;
            case "False" -> LiteralToken.FALSE;
            case "None" -> LiteralToken.NOTHING;
            case "true" -> json(LiteralToken.TRUE);
            case "false" -> json(LiteralToken.FALSE);
            case "null" -> json(LiteralToken.NOTHING);
            default -> number();
        };
        position = end;
        return token;
    }

    private LiteralToken json(LiteralToken token) throws LiteralException {
        return withJson ? token : number();
    }

    private LiteralToken number() throws LiteralException {
        char first = value.charAt(0);
        if (Character.isLetter(first) || first == '_') {
            String advice = switch (value) {
                case "true" -> "; write True";
                case "false" -> "; write False";
                case "null" -> "; write None";
                default -> "; a text needs quotes, and nothing is evaluated";
            };
            throw LiteralException.bareWord(
                    position, "expected a value, but found the word " + shown(value) + advice, value);
        }
        if (value.length() > LONGEST_NUMBER) {
            throw error("this number is longer than " + LONGEST_NUMBER + " digits");
        }
        if (!NUMBER.matcher(value).matches()) {
            throw error("expected a value, but " + shown(value) + " is no number; a text needs quotes");
        }
        return LiteralToken.NUMBER;
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '#') {
                int lineEnd = text.indexOf('\n', position);
                position = lineEnd < 0 ? text.length() : lineEnd;
            } else if (isBlank(c)) {
                position++;
            } else {
                return;
            }
        }
    }

    /** What web pages and word processors put between values counts as a blank too. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '+' || c == '-';
    }

    /** Returns what stands at this place, for a message. */
    private String found() {
        int found = text.codePointAt(position);
        boolean isSeen =
                found > ' ' && !Character.isISOControl(found) && Character.getType(found) != Character.SURROGATE;
        return "'" + (isSeen ? Character.toString(found) : "?") + "'";
    }

    /** Returns a word for a message; there is nothing in it that needs an escape. */
    private static String shown(String word) {
        return "'" + MessageText.shortened(word) + "'";
    }

    private LiteralException error(String problem) {
        return new LiteralException(position, problem);
    }
}
