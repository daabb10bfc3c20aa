package pipeline.parset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a LOFAR parameter set one assignment after the other, in the order of the text; what a key that comes twice
 * means is left to the reader's user. For one thread.
 *
 * <p>{@code key = value}; {@code #} begins a comment; single or double quotes, without escapes; {@code [a, b]} and
 * {@code {k: v}}, nested, over as many lines as they need, a comma before the closing bracket allowed; a backslash at the
 * end of a line joins the next one. After a value in brackets or quotes the next assignment may follow on the same line.
 *
 * <p>LOFAR's own reader also glues a line without {@code =} to the value before it, drops what follows a {@code #} inside
 * a word, and takes a quote in the middle of a word as protection. Each of these reads a forgotten comma or quote as some
 * other value, so here they are errors that say what to write.
 *
 * <pre>{@code
 * ParsetReader reader = new ParsetReader(SourceText.of("an example", "bands = [ 1, 2 ]"));
 * Optional<Assignment> first = reader.next();
 * }</pre>
 */
public final class ParsetReader {

    private static final int DEEPEST = 50;

    private final SourceText source;
    private final ParsetScanner scanner;
    private int depth;

    /** Begins at the beginning of a text. */
    public ParsetReader(SourceText source) {
        this.source = source;
        this.scanner = new ParsetScanner(source);
    }

    /** Returns the next assignment; empty at the end of the text. */
    public Optional<Assignment> next() throws ParsetException {
        scanner.skipLines();
        if (scanner.atEnd()) {
            return Optional.empty();
        }
        ParsetValue.Text key = scanner.key();
        scanner.expect('=', "'=' after the key");
        return Optional.of(new Assignment(key, assigned()));
    }

    private ParsetValue assigned() throws ParsetException {
        scanner.skipBlanks();
        int place = scanner.position();
        if (scanner.atLineEnd() && !scanner.skipToValueOnALaterLine()) {
            return new ParsetValue.Text("", false, place);
        }
        return value(ParsetWord.LINE);
    }

    /**
     * Reads one value.
     *
     * @param ends the characters that end an unquoted text
     */
    private ParsetValue value(String ends) throws ParsetException {
        if (scanner.looksAt('[')) {
            return vector();
        }
        if (scanner.looksAt('{')) {
            return fields();
        }
        return scanner.text(ends);
    }

    private ParsetValue vector() throws ParsetException {
        int open = open();
        List<ParsetValue> items = new ArrayList<>();
        while (!closes(']', open)) {
            items.add(value(",]"));
            separated(']', open);
        }
        depth--;
        return new ParsetValue.ListValue(items, open);
    }

    private ParsetValue fields() throws ParsetException {
        int open = open();
        Map<String, ParsetValue> fields = new LinkedHashMap<>();
        while (!closes('}', open)) {
            ParsetValue.Text name = scanner.text(":,}");
            scanner.skipLines();
            scanner.expect(':', "':' after the name of a field");
            scanner.skipLines();
            if (fields.put(name.text(), value(",}")) != null) {
                throw new ParsetException(source, name.offset(), "the field " + name.text() + " comes twice");
            }
            separated('}', open);
        }
        depth--;
        return new ParsetValue.Fields(Collections.unmodifiableMap(fields), open);
    }

    private int open() throws ParsetException {
        int open = scanner.position();
        if (++depth > DEEPEST) {
            throw new ParsetException(source, open, "brackets nested more than " + DEEPEST + " deep");
        }
        scanner.skip();
        return open;
    }

    private boolean closes(char close, int open) throws ParsetException {
        scanner.skipLines();
        refuseEnd(close, open);
        if (scanner.looksAt(close)) {
            scanner.skip();
            return true;
        }
        return false;
    }

    private void separated(char close, int open) throws ParsetException {
        scanner.skipLines();
        refuseEnd(close, open);
        if (!scanner.looksAt(close)) {
            scanner.expect(',', "',' or '" + close + "'");
        }
    }

    private void refuseEnd(char close, int open) throws ParsetException {
        if (scanner.atEnd()) {
            throw new ParsetException(source, open, "this bracket is never closed, expected a '" + close + "'");
        }
    }
}
