package pipeline.mapfile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import pipeline.parset.SourceText;

/** The tokens of Python literals: lists, tuples, dicts, texts, numbers, True, False, None. Nothing is ever evaluated. */
final class PythonTokens implements Tokens {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

    private final SourceText source;
    private final String text;
    private final Deque<Container> open = new ArrayDeque<>();
    private int position;
    private int offset;
    private String value = "";
    /** Whether a value has just ended, so that a separator or a closing bracket must follow. */
    private boolean separatorDue;

    PythonTokens(SourceText source) {
        this.source = source;
        this.text = source.text();
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

    @Override
    public Token next() throws MapfileException {
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
            return Token.CLOSE;
        }
        return value();
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public String spelled(boolean truth) {
        return truth ? "True" : "False";
    }

    private Token outermost() throws MapfileException {
        offset = position;
        if (position >= text.length()) {
            return Token.END;
        }
        if (separatorDue) {
            throw error("expected the end of the file after the list, but found " + source.found(position));
        }
        return value();
    }

    private void separator(Container container) throws MapfileException {
        refuseEnd(container);
        char c = text.charAt(position);
        if (c == (container.valueDue() ? ':' : ',')) {
            position++;
            separatorDue = false;
            skipBlanks();
        } else if (c != container.close || container.valueDue()) {
            throw error("expected " + container.expected() + ", but found " + source.found(position));
        }
    }

    private void refuseEnd(Container container) throws MapfileException {
        if (position >= text.length()) {
            throw MapfileException.at(
                    source, container.offset, "this bracket is never closed, expected a '" + container.close + "'");
        }
    }

    private Token value() throws MapfileException {
        return switch (text.charAt(position)) {
            case '[' -> open(']', Token.LIST);
            case '(' -> open(')', Token.TUPLE);
            case '{' -> open('}', Token.DICT);
            default -> {
                Token token = PythonText.startsAt(text, position) ? texts() : word();
                valueEnded();
                yield token;
            }
        };
    }

    private Token open(char close, Token token) {
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
    private Token texts() throws MapfileException {
        PythonText first = new PythonText(source, position);
        value = first.value();
        position = first.end();
        skipBlanks();
        if (PythonText.startsAt(text, position)) {
            StringBuilder joined = new StringBuilder(value);
            while (PythonText.startsAt(text, position)) {
                PythonText more = new PythonText(source, position);
                joined.append(more.value());
                position = more.end();
                skipBlanks();
            }
            value = joined.toString();
        }
        return Token.TEXT;
    }

    private Token word() throws MapfileException {
        int end = position;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end == position) {
            throw error("expected a value, but found " + source.found(position));
        }
        value = text.substring(position, end);
        Token token = switch (value) {
            case "True" -> Token.TRUE;
            case "False" -> Token.FALSE;
            case "None" -> Token.NOTHING;
            default -> number();
        };
        position = end;
        return token;
    }

    private Token number() throws MapfileException {
        char first = value.charAt(0);
        if (Character.isLetter(first) || first == '_') {
            String spelling = switch (value) {
                case "true" -> "; write True";
                case "false" -> "; write False";
                case "null" -> "; write None";
                default -> "; a text needs quotes, and nothing is evaluated";
            };
            throw error("expected a value, but found the word " + FileNames.quoted(value) + spelling);
        }
        if (!NUMBER.matcher(value).matches()) {
            throw error("expected a value, but " + FileNames.quoted(value) + " is no number; a text needs quotes");
        }
        return Token.NUMBER;
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '#') {
                int lineEnd = text.indexOf('\n', position);
                position = lineEnd < 0 ? text.length() : lineEnd;
            } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
                position++;
            } else {
                return;
            }
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '+' || c == '-';
    }

    private MapfileException error(String problem) {
        return MapfileException.at(source, position, problem);
    }
}
