package pipeline.cli.output;

import org.jspecify.annotations.Nullable;
import pipeline.job.Json;
import tools.jackson.databind.JsonNode;

/** A value of a record as text. */
final class CellText {

    private CellText() {}

    /** Gives texts as they are, everything else as JSON; what is absent is empty. */
    static String of(@Nullable JsonNode value) {
        if (value == null || isAbsent(value)) {
            return "";
        }
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode();
    }
}
