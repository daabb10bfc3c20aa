package pipeline.cli.output;

import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;

/** A value of a record as text. */
final class CellFormat {

    private CellFormat() {}

    /** Returns texts as they are, everything else as JSON; what is absent is empty. */
    static String of(@Nullable JsonNode value) {
        if (value == null || isAbsent(value)) {
            return "";
        }
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    /** Returns a text in which what does something to a terminal is written as {@code \x1b}; tabs and line ends stay. */
    static String visible(String text) {
        return VisibleText.replaced(text, VisibleText::character);
    }

    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode();
    }
}
