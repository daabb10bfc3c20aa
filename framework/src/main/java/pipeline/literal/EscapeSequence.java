package pipeline.literal;

/**
 * A backslash in a Python text with what belongs to it.
 *
 * @param value what it stands for
 * @param end the place behind it
 */
record EscapeSequence(String value, int end) {

    private static final int LONGEST_OCTAL = 3;
    private static final int LARGEST_BYTE = 0xff;

    /**
     * Reads the sequence that begins at a backslash.
     *
     * @param isBytes whether the text is made of bytes, which have no escapes for other characters
     */
    static EscapeSequence read(String text, int backslash, boolean isBytes) throws LiteralException {
        int next = backslash + 1;
        if (next >= text.length()) {
            return new EscapeSequence("", next);
        }
        char c = text.charAt(next);
        if (isBytes && "uUN".indexOf(c) >= 0) {
            throw new LiteralException(
                    backslash,
                    "bytes have no escape \\" + c
                            + ", expected \\x and the number of each byte, or a text without the b");
        }
        return switch (c) {
            case '\n' -> new EscapeSequence("", next + 1);
            case '\r' -> new EscapeSequence("", text.startsWith("\n", next + 1) ? next + 2 : next + 1);
            case '\\', '\'', '"' -> new EscapeSequence(String.valueOf(c), next + 1);
            case 'a' -> new EscapeSequence("\u0007", next + 1);
            case 'b' -> new EscapeSequence("\b", next + 1);
            case 'f' -> new EscapeSequence("\f", next + 1);
            case 'n' -> new EscapeSequence("\n", next + 1);
            case 'r' -> new EscapeSequence("\r", next + 1);
            case 't' -> new EscapeSequence("\t", next + 1);
            case 'v' -> new EscapeSequence("\u000b", next + 1);
            case 'x' -> hexadecimal(text, backslash, 2);
            case 'u' -> hexadecimal(text, backslash, 4);
            case 'U' -> hexadecimal(text, backslash, 8);
            case 'N' ->
                throw new LiteralException(
                        backslash, "a character by its name, expected the character itself or \\u and its number");
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(text, backslash, isBytes);
            // Python keeps the backslash before a character that needs none
            default -> new EscapeSequence("\\", next);
        };
    }

    private static EscapeSequence hexadecimal(String text, int backslash, int digits) throws LiteralException {
        int from = backslash + 2;
        int end = from;
        while (end < from + digits && end < text.length() && isHexadecimal(text.charAt(end))) {
            end++;
        }
        if (end < from + digits) {
            throw new LiteralException(
                    backslash, "expected " + digits + " hexadecimal digits after \\" + text.charAt(backslash + 1));
        }
        long number = Long.parseLong(text.substring(from, end), 16);
        if (number > Character.MAX_CODE_POINT) {
            throw new LiteralException(backslash, "there is no character with this number, expected at most 10ffff");
        }
        return new EscapeSequence(Character.toString((int) number), end);
    }

    private static boolean isHexadecimal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static EscapeSequence octal(String text, int backslash, boolean isBytes) throws LiteralException {
        int from = backslash + 1;
        int end = from;
        while (end < from + LONGEST_OCTAL
                && end < text.length()
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '7') {
            end++;
        }
        int number = Integer.parseInt(text.substring(from, end), 8);
        if (isBytes && number > LARGEST_BYTE) {
            throw new LiteralException(backslash, "there is no byte with this number, expected at most \\377");
        }
        return new EscapeSequence(Character.toString(number), end);
    }
}
