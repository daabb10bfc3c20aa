package pipeline.cli.output;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import pipeline.cli.console.Printable;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A value of a record as text. */
final class CellFormat {

    private CellFormat() {}

    /** Gives texts as they are, everything else as JSON; what is absent is empty. */
    static String of(@Nullable JsonNode value) {
        if (value == null || isAbsent(value)) {
            return "";
        }
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    /**
     * Gives a record as JSON on one line. What does something to a terminal is written as {@code \}{@code u009b}, which is the same
     * to whoever reads JSON.
     */
    static String json(ObjectNode record) {
        String json = Json.write(record);
        return replaced(json, c -> "\\u%04x".formatted(c));
    }

    /** Gives a text in which what does something to a terminal is written as {@code \x1b}; tabs and line ends stay. */
    static String visible(String text) {
        return replaced(text, Printable::character);
    }

    private static String replaced(String text, IntFunction<String> word) {
        if (text.chars().noneMatch(c -> Printable.isTricky(c) && !Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Printable.isTricky(c)) {
                replaced.append(word.apply(c));
            } else {
                replaced.appendCodePoint(c);
            }
        });
        return replaced.toString();
    }

    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode();
    }
}
