package pipeline.job;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Java node program gives back before it exits: one frame of JSON on standard output.
 *
 * @param result what the program returned; null if nothing
 * @param error class and message of the exception that ended the program; null if none did
 */
public record NodeAnswer(
        @Nullable JsonNode result, @Nullable String error) {

    /** Writes the answer as one line without its line end. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static NodeAnswer fromJson(String line) {
        return JsonMapper.shared().readValue(line, NodeAnswer.class);
    }
}
