package pipeline.mapfile;

import pipeline.parset.SourceText;

/**
 * A backslash in a Python text with what belongs to it.
 *
 * @param value what it stands for
 * @param end the place behind it
 */
record PythonEscape(String value, int end) {

    private static final int LONGEST_OCTAL = 3;

    static PythonEscape read(SourceText source, int backslash) throws MapfileException {
        String text = source.text();
        int next = backslash + 1;
        if (next >= text.length()) {
            return new PythonEscape("", next);
        }
        char c = text.charAt(next);
        return switch (c) {
            case '\n' -> new PythonEscape("", next + 1);
            case '\r' -> new PythonEscape("", text.startsWith("\n", next + 1) ? next + 2 : next + 1);
            case '\\', '\'', '"' -> new PythonEscape(String.valueOf(c), next + 1);
            case 'a' -> new PythonEscape("\u0007", next + 1);
            case 'b' -> new PythonEscape("\b", next + 1);
            case 'f' -> new PythonEscape("\f", next + 1);
            case 'n' -> new PythonEscape("\n", next + 1);
            case 'r' -> new PythonEscape("\r", next + 1);
            case 't' -> new PythonEscape("\t", next + 1);
            case 'v' -> new PythonEscape("\u000b", next + 1);
            case 'x' -> hexadecimal(source, backslash, 2);
            case 'u' -> hexadecimal(source, backslash, 4);
            case 'U' -> hexadecimal(source, backslash, 8);
            case 'N' ->
                throw MapfileException.at(
                        source,
                        backslash,
                        "a character by its name, expected the character itself or \\u and its number");
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(text, next);
            // Python keeps the backslash before a character that needs none
            default -> new PythonEscape("\\", next);
        };
    }

    private static PythonEscape hexadecimal(SourceText source, int backslash, int digits) throws MapfileException {
        String text = source.text();
        int from = backslash + 2;
        int end = from;
        while (end < from + digits && end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        if (end < from + digits) {
            throw MapfileException.at(
                    source,
                    backslash,
                    "expected " + digits + " hexadecimal digits after \\" + text.charAt(backslash + 1));
        }
        long number = Long.parseLong(text.substring(from, end), 16);
        if (number > Character.MAX_CODE_POINT) {
            throw MapfileException.at(
                    source, backslash, "there is no character with this number, expected at most 10ffff");
        }
        return new PythonEscape(Character.toString((int) number), end);
    }

    private static PythonEscape octal(String text, int from) {
        int end = from;
        while (end < from + LONGEST_OCTAL
                && end < text.length()
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '7') {
            end++;
        }
        return new PythonEscape(Character.toString(Integer.parseInt(text.substring(from, end), 8)), end);
    }
}
