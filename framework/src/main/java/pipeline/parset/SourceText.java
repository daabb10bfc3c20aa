package pipeline.parset;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A text with the name of where it came from, which can say where in it something is wrong and show that line with a
 * caret. Immutable. Places are offsets into {@link #text()}; lines end with LF or CR LF; columns count code points.
 *
 * <pre>{@code
 * SourceText source = SourceText.read(Path.of("calibrators.txt"));
 * int comma = source.text().indexOf(',');
 * if (comma >= 0) {
 *     throw new ParsetException(source, comma, "expected one name in each line");
 * }
 * }</pre>
 */
public final class SourceText {

    private static final int SHOWN_BEFORE_CARET = 60;
    private static final int SHOWN_AFTER_CARET = 40;
    private static final String CUT = "...";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String name;
    private final String text;

    private SourceText(String name, String text) {
        this.name = Objects.requireNonNull(name, "name is null");
        this.text = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Makes a source of a text that is in memory already; a byte order mark at its beginning is dropped. */
    public static SourceText of(String name, String text) {
        return new SourceText(name, text);
    }

    /**
     * Reads a file as strict UTF-8; a byte order mark at its beginning is dropped.
     *
     * @throws ParsetException if there is no such file, it cannot be read, or a byte of it is not UTF-8
     */
    public static SourceText read(Path file) throws ParsetException {
        return SourceFile.read(file);
    }

    /** Returns the file's path, or what the text was called by who made it. */
    public String name() {
        return name;
    }

    /** Returns the whole text, without a byte order mark. */
    public String text() {
        return text;
    }

    /** Returns the line of a place, from 1. */
    public int line(int offset) {
        int place = place(offset);
        int line = 1;
        for (int i = text.indexOf('\n'); i >= 0 && i < place; i = text.indexOf('\n', i + 1)) {
            line++;
        }
        return line;
    }

    /** Returns the column of a place, from 1, in code points. */
    public int column(int offset) {
        int place = place(offset);
        return text.codePointCount(lineStart(place), place) + 1;
    }

    /**
     * Returns two lines, the second a caret below the place in the first. What is longer than a terminal is cut; tabs
     * and what does not print is replaced, so that the caret stands where it should.
     */
    public String excerpt(int offset) {
        int place = place(offset);
        int start = lineStart(place);
        int end = lineEnd(place);
        int from = wholeCharacter(Math.max(start, place - SHOWN_BEFORE_CARET));
        int to = wholeCharacter(Math.min(end, place + SHOWN_AFTER_CARET));
        StringBuilder shown = new StringBuilder("  ");
        if (from > start) {
            shown.append(CUT);
        }
        int indent = shown.length() + text.codePointCount(from, place);
        text.substring(from, to).codePoints().map(SourceText::printable).forEach(shown::appendCodePoint);
        if (to < end) {
            shown.append(CUT);
        }
        return shown + "\n" + " ".repeat(indent) + "^";
    }

    /** Returns what stands at a place, for messages: a quoted character, or that the text ends there. */
    public String found(int offset) {
        if (offset >= text.length()) {
            return "the end of the file";
        }
        int found = text.codePointAt(offset);
        return found == '\n' || found == '\r'
                ? "the end of the line"
                : "'" + Character.toString(printable(found)) + "'";
    }

    /** The end of the text is shown behind its last character, not on an empty line. */
    private int place(int offset) {
        int place = Math.min(offset, text.length());
        if (place == text.length()) {
            while (place > 0 && text.charAt(place - 1) <= ' ') {
                place--;
            }
        }
        return place;
    }

    private int lineStart(int place) {
        return text.lastIndexOf('\n', place - 1) + 1;
    }

    private int lineEnd(int place) {
        int end = text.indexOf('\n', place);
        if (end < 0) {
            end = text.length();
        }
        return end > place && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private int wholeCharacter(int place) {
        return place > 0
                        && place < text.length()
                        && Character.isLowSurrogate(text.charAt(place))
                        && Character.isHighSurrogate(text.charAt(place - 1))
                ? place - 1
                : place;
    }

    /** One character for one, so that the caret below keeps its place; {@link pipeline.text.VisibleText} writes longer words. */
    private static int printable(int codePoint) {
        if (codePoint == '\t') {
            return ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> codePoint;
        };
    }
}
