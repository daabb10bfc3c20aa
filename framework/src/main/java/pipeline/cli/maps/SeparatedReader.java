package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;

/** Reads values with a separator between them, line by line; a value in double quotes holds any character, a quote of its own twice. */
final class SeparatedReader {

    private final String text;
    private final char separator;
    private int position;

    SeparatedReader(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    boolean hasNext() {
        return position < text.length();
    }

    /** Returns where the next line begins. */
    int position() {
        return position;
    }

    /** Returns the values of the next line. */
    List<String> next() {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean isQuoted = false;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (isQuoted && c == '"' && position < text.length() && text.charAt(position) == '"') {
                value.append('"');
                position++;
            } else if (c == '"' && (isQuoted || value.isEmpty())) {
                isQuoted = !isQuoted;
            } else if (isQuoted || (c != separator && c != '\n')) {
                value.append(c);
            } else {
                values.add(ended(value));
                value.setLength(0);
                if (c == '\n') {
                    return values;
                }
            }
        }
        values.add(ended(value));
        return values;
    }

    private static String ended(StringBuilder value) {
        int length = value.length();
        return length > 0 && value.charAt(length - 1) == '\r' ? value.substring(0, length - 1) : value.toString();
    }
}
