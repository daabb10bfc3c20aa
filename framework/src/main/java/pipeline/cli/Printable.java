package pipeline.cli;

/** Text that may have come from a node, made harmless for a terminal and for a table. */
final class Printable {

    private Printable() {}

    /** Gives one line: control characters, line ends among them, are written as {@code \n} or {@code \x1b}. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\x%02x".formatted(c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
        return line.toString();
    }
}
