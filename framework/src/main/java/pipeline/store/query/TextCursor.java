package pipeline.store.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a text that moves on as the text is read. */
final class TextCursor {

    private final String text;
    private int at;

    TextCursor(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** Gives the next char; there must be one. */
    char next() {
        return text.charAt(at);
    }

    char charAt(int place) {
        return text.charAt(place);
    }

    boolean hasNext(int count) {
        return at + count <= text.length();
    }

    /** Gives so many next chars; they must be there. */
    String peek(int count) {
        return text.substring(at, at + count);
    }

    void skip(int count) {
        at += count;
    }

    void skipBlanks() {
        while (!isAtEnd() && (Character.isWhitespace(next()) || Character.isSpaceChar(next()) || next() == '\uFEFF')) {
            at++;
        }
    }

    /** Takes the next char if it is this one. */
    boolean take(char wanted) {
        boolean isThere = !isAtEnd() && next() == wanted;
        if (isThere) {
            at++;
        }
        return isThere;
    }

    /** Gives a matcher that begins here. */
    Matcher match(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    /** Tells whether a word, a number or a date goes on at a place. */
    boolean goesOn(int place) {
        return place < text.length()
                && (Character.isLetterOrDigit(text.charAt(place)) || "_.:+-".indexOf(text.charAt(place)) >= 0);
    }

    /** Gives the next character as messages show it. */
    String shownNext() {
        int character = text.codePointAt(at);
        return Character.isISOControl(character)
                ? "the control character %d".formatted(character)
                : Character.toString(character);
    }
}
