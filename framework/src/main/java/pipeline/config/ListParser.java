package pipeline.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a list: {@code a, b}, {@code [a, b]}, or one item on each line. An item in quotes may hold commas, and so may
 * brackets inside an item: {@code lce[001,003]} is one. Used once, by one thread.
 */
public final class ListParser {

    private final String text;
    private final List<String> items = new ArrayList<>();
    private int at;

    private ListParser(String text) {
        this.text = text;
    }

    /**
     * Returns the items.
     *
     * @throws BadValueException if a quote or a bracket is left open
     */
    public static List<String> split(String text) throws BadValueException {
        ListParser list = new ListParser(withoutBrackets(text.strip()));
        while (list.at < list.text.length()) {
            list.item();
        }
        return List.copyOf(list.items);
    }

    /** Takes away the brackets around the whole list; {@code [1],[2]} has none. */
    private static String withoutBrackets(String text) throws BadValueException {
        if (!text.startsWith("[")) {
            return text;
        }
        ListParser list = new ListParser(text);
        list.skipBrackets();
        return list.at == text.length() ? text.substring(1, text.length() - 1) : text;
    }

    private void item() throws BadValueException {
        char first = text.charAt(at);
        if (isSeparator(first) || Character.isWhitespace(first)) {
            at++;
            return;
        }
        int start = at;
        if (first == '"' || first == '\'') {
            skipQuotes();
            items.add(text.substring(start + 1, at - 1));
            refuseTail(start);
            return;
        }
        while (at < text.length() && !isSeparator(text.charAt(at))) {
            if (text.charAt(at) == '[') {
                skipBrackets();
            } else {
                at++;
            }
        }
        items.add(text.substring(start, at).strip());
    }

    private void refuseTail(int start) throws BadValueException {
        int end = at;
        while (at < text.length() && !isSeparator(text.charAt(at))) {
            if (!Character.isWhitespace(text.charAt(at))) {
                throw new BadValueException("must have a comma or a line end after " + text.substring(start, end)
                        + ", but found " + IniValue.shown(text.substring(at)));
            }
            at++;
        }
    }

    private void skipQuotes() throws BadValueException {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0) {
            throw new BadValueException("must close the quote of " + IniValue.shown(text.substring(at)));
        }
        at = end + 1;
    }

    private void skipBrackets() throws BadValueException {
        int start = at;
        int depth = 0;
        do {
            if (at == text.length()) {
                throw new BadValueException(
                        "must close the bracket of " + IniValue.shown(text.substring(start)) + ", or put it in quotes");
            }
            switch (text.charAt(at)) {
                case '[' -> depth++;
                case ']' -> depth--;
                default -> {}
            }
            boolean quoteOpens = startsQuote();
            if (quoteOpens) {
                skipQuotes();
            } else {
                at++;
            }
        } while (depth > 0);
    }

    /** Returns whether a quote begins here: one inside a word, as in {@code it's}, is a letter like others. */
    private boolean startsQuote() {
        char c = text.charAt(at);
        if (c != '"' && c != '\'') {
            return false;
        }
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || isSeparator(text.charAt(before)) || text.charAt(before) == '[';
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == '\n';
    }
}
