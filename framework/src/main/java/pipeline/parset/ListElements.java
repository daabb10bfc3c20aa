package pipeline.parset;

import java.util.ArrayList;
import java.util.List;

/** Takes a list in brackets apart at the commas outside quotes and inner brackets. */
final class ListElements {

    private ListElements() {}

    /** Returns the elements, or the text alone if it is no list. */
    static List<String> of(String text) {
        boolean isList = text.startsWith("[") && text.endsWith("]");
        String inside = isList ? text.substring(1, text.length() - 1) : text;
        List<String> elements = new ArrayList<>();
        if (!isList) {
            elements.add(unquoted(inside));
            return elements;
        }
        int depth = 0;
        char quote = 0;
        int begin = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (ParsetScanner.isQuote(c)) {
                quote = c;
            } else if ("[({".indexOf(c) >= 0) {
                depth++;
            } else if ("])}".indexOf(c) >= 0) {
                depth--;
            } else if (c == ',' && depth == 0) {
                elements.add(unquoted(inside.substring(begin, i)));
                begin = i + 1;
            }
        }
        String last = inside.substring(begin);
        if (!last.isBlank()) {
            elements.add(unquoted(last));
        }
        return elements;
    }

    private static String unquoted(String element) {
        String text = element.strip();
        boolean isQuoted = text.length() > 1
                && ParsetScanner.isQuote(text.charAt(0))
                && text.charAt(text.length() - 1) == text.charAt(0);
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
}
