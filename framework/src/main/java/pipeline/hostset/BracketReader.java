package pipeline.hostset;

import java.util.ArrayList;
import java.util.List;

/** Reads what stands between two brackets: {@code 1-5,8,010-020/2}. Used once, by one thread. */
final class BracketReader {

    private final String text;
    private int at;

    /**
     * Makes a reader.
     *
     * @param text the whole pattern, which error messages show
     * @param at the index after the opening bracket
     */
    BracketReader(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Reads the ranges up to and with the closing bracket. */
    List<NumberRange> ranges() {
        List<NumberRange> ranges = new ArrayList<>();
        do {
            ranges.add(range());
        } while (accept(','));
        if (!accept(']')) {
            throw at < text.length()
                    ? problem("expected \",\" or \"]\" after a number, but found \"" + text.charAt(at) + "\"")
                    : problem("the bracket is not closed, expected \"]\"");
        }
        return ranges;
    }

    /** Returns the index after the closing bracket. */
    int end() {
        return at;
    }

    private NumberRange range() {
        String first = number();
        int width = NumberRange.widthOf(first);
        long begin = Long.parseLong(first);
        if (!accept('-')) {
            return new NumberRange(begin, begin, 1, width);
        }
        int lastAt = at;
        String last = number();
        long end = Long.parseLong(last);
        if (NumberRange.widthOf(last) > 1 && last.length() != first.length()) {
            at = lastAt;
            throw problem("both ends of a range have the same leading zeros, but found " + first + "-" + last);
        }
        if (end < begin) {
            at = lastAt;
            throw problem("a range goes upwards, but found " + first + "-" + last);
        }
        return new NumberRange(begin, end, accept('/') ? step() : 1, width);
    }

    private long step() {
        int stepAt = at;
        long step = Long.parseLong(number());
        if (step == 0) {
            at = stepAt;
            throw problem("a step is 1 or more, but was 0");
        }
        return step;
    }

    private String number() {
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - start;
        if (digits == 0) {
            throw problem("expected a number such as in [1-5,8]"
                    + (at < text.length() ? ", but found \"" + text.charAt(at) + "\"" : ""));
        }
        if (digits > NumberRange.MAX_DIGITS) {
            at = start;
            throw problem("a number in a range has at most " + NumberRange.MAX_DIGITS + " digits, but found " + digits);
        }
        return text.substring(start, at);
    }

    private boolean accept(char expected) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private HostSetException problem(String problem) {
        return new HostSetException(text, at + 1, problem);
    }
}
