package pipeline.parset;

import java.util.Optional;

/** Walks over the lines of a parameter set and looks at nothing but quotes, comments and the sign between key and value. */
final class RawParsetScanner {

    private final SourceText source;
    private final String text;
    private int position;

    RawParsetScanner(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** A line without its comment; {@code equals} is the place of its first sign outside quotes, -1 if there is none. */
    private record Line(int begin, int end, int next, int equals) {}

    /** Returns the next assignment; empty at the end. */
    Optional<RawValue> next() throws ParsetException {
        Line line = line(position);
        while (line.begin() < text.length() && isBlank(line)) {
            line = line(line.next());
        }
        if (line.begin() >= text.length()) {
            return Optional.empty();
        }
        if (line.equals() < 0) {
            throw new ParsetException(source, skipBlanks(line.begin(), line.end()), "expected key = value");
        }
        String key = text.substring(line.begin(), line.equals()).strip();
        if (key.isEmpty()) {
            throw new ParsetException(source, line.equals(), "expected a key before the '='");
        }
        int begin = skipBlanks(line.equals() + 1, line.end());
        int end = trimmed(begin, line.end());
        StringBuilder value = new StringBuilder(piece(begin, end));
        for (Line more = line(line.next());
                more.begin() < text.length() && more.equals() < 0;
                more = line(line.next())) {
            if (!isBlank(more)) {
                int from = skipBlanks(more.begin(), more.end());
                end = trimmed(from, more.end());
                value.append(piece(from, end));
            }
            line = more;
        }
        position = line.next();
        return Optional.of(new RawValue(key, value.toString(), begin, end));
    }

    /** A backslash at the end of a line says only that the value goes on. */
    private String piece(int begin, int end) {
        String piece = text.substring(begin, end);
        return piece.endsWith("\\") ? piece.substring(0, piece.length() - 1).stripTrailing() : piece;
    }

    private Line line(int begin) {
        int lineEnd = text.indexOf('\n', begin);
        int stop = lineEnd < 0 ? text.length() : lineEnd;
        char quote = 0;
        int equals = -1;
        int end = stop;
        for (int i = begin; i < stop; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (ParsetScanner.isQuote(c) && text.indexOf(c, i + 1) >= 0 && text.indexOf(c, i + 1) < stop) {
                quote = c;
            } else if (c == '#') {
                end = i;
                break;
            } else if (c == '=' && equals < 0) {
                equals = i;
            }
        }
        return new Line(begin, end, Math.min(stop + 1, text.length()), equals);
    }

    private boolean isBlank(Line line) {
        return text.substring(line.begin(), line.end()).isBlank();
    }

    private int skipBlanks(int from, int to) {
        int i = from;
        while (i < to && ParsetScanner.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int trimmed(int from, int to) {
        int i = to;
        while (i > from && ParsetScanner.isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
