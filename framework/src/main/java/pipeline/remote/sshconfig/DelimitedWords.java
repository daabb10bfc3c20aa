package pipeline.remote.sshconfig;

import org.jspecify.annotations.Nullable;

/**
 * Takes words off the front of a line as OpenSSH's strdelim(3) does: blanks or one {@code =} separate them, and double
 * quotes hold blanks together.
 */
final class DelimitedWords {

    private static final int USED_UP = -1;

    private final String text;
    private int at;

    DelimitedWords(String text) {
        this.text = text;
    }

    /** Returns the next word, which may be empty; null at the end, or where a quote is not closed. */
    @Nullable
    String next() {
        if (at == USED_UP) {
            return null;
        }
        int start = at;
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end)) && "\"=".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == text.length()) {
            at = USED_UP;
            return text.substring(start);
        }
        return text.charAt(end) == '"' ? quoted(start, end) : plain(start, end);
    }

    private @Nullable String quoted(int start, int quote) {
        int close = text.indexOf('"', quote + 1);
        at = close < 0 ? USED_UP : skipBlanks(close + 1);
        return close < 0 ? null : text.substring(start, quote) + text.substring(quote + 1, close);
    }

    private String plain(int start, int end) {
        at = skipBlanks(end + 1);
        if (text.charAt(end) != '=' && text.startsWith("=", at)) {
            at = skipBlanks(at + 1);
        }
        return text.substring(start, end);
    }

    /** Returns what has not been taken yet, without blanks before it. */
    String rest() {
        return at == USED_UP ? "" : text.substring(skipBlanks(at));
    }

    private int skipBlanks(int from) {
        int to = from;
        while (to < text.length() && isBlank(text.charAt(to))) {
            to++;
        }
        return to;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
