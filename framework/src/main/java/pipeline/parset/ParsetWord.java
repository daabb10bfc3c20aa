package pipeline.parset;

/** One unquoted text of a parameter set: blanks around it dropped, blanks inside kept, lines joined by a backslash. */
final class ParsetWord {

    /** The text goes on to the end of the line. */
    static final String LINE = "";

    private final SourceText source;
    private final String text;
    private final String ends;
    /** What earlier lines gave. */
    private final StringBuilder joined = new StringBuilder();

    private int position;
    /** Where the part on this line begins, and the place behind its last character that is no blank. */
    private int from;

    private int last;
    /** Where a bracket inside the word was opened; -1 if none is open. */
    private int bracket = -1;

    /**
     * Reads the text that begins at a place.
     *
     * @param ends the characters that end it, outside brackets
     */
    ParsetWord(SourceText source, int start, String ends) throws ParsetException {
        this.source = source;
        this.text = source.text();
        this.ends = ends;
        this.position = start;
        this.from = start;
        this.last = start;
        while (!isAtEnd()) {
            step();
        }
        if (bracket >= 0) {
            throw new ParsetException(
                    source, bracket, "this bracket inside a word is not closed, expected a ']' on the same line");
        }
        joined.append(text, from, last);
        if (joined.isEmpty()) {
            throw error("expected a value, but found " + source.found(position));
        }
    }

    String value() {
        return joined.toString();
    }

    /** Returns the place of what ended the text. */
    int end() {
        return position;
    }

    private boolean isAtEnd() {
        if (position >= text.length()) {
            return true;
        }
        char c = text.charAt(position);
        return c == '\n' || (bracket < 0 && ends.indexOf(c) >= 0) || (c == '#' && isComment());
    }

    private boolean isComment() {
        return position > last || position == from;
    }

    private void step() throws ParsetException {
        int nextLine = ParsetScanner.joinedLine(text, position);
        if (nextLine > 0) {
            joined.append(text, from, last);
            position = nextLine;
            while (position < text.length() && ParsetScanner.isBlank(text.charAt(position))) {
                position++;
            }
            from = position;
            last = position;
            return;
        }
        char c = text.charAt(position);
        if (!ParsetScanner.isBlank(c)) {
            refuse(c);
            last = position + 1;
        }
        position++;
    }

    private void refuse(char c) throws ParsetException {
        if (c == '#') {
            throw error("a '#' inside a word, expected quotes around the word, or a blank before a comment");
        } else if (ParsetScanner.isQuote(c)) {
            throw error("a quote inside a word, expected quotes around the whole word");
        } else if (c == '[') {
            refuseAssignment();
            bracket = bracket < 0 ? position : bracket;
        } else if (c == ']') {
            if (bracket < 0) {
                throw error("a ']' without its '[', expected quotes around a word with brackets");
            }
            bracket = -1;
        }
    }

    /** In a list, {@code name = [} is no item: the list before it was not closed. */
    private void refuseAssignment() throws ParsetException {
        if (!ends.equals(LINE) && last > from && text.charAt(last - 1) == '=') {
            throw new ParsetException(
                    source,
                    last - 1,
                    "this looks like the next assignment, expected a ']' before it; put quotes around a name with '=['");
        }
    }

    private ParsetException error(String problem) {
        return new ParsetException(source, position, problem);
    }
}
