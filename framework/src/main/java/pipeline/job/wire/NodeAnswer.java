package pipeline.job.wire;

import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Java node program gives back before it exits: one frame of JSON on standard output.
 *
 * @param result what the program returned; null if nothing
 * @param error class and message of the exception that ended the program; null if none did
 * @param stack where it was thrown; null where that says nothing
 * @param skip why the item of the job is to be left out; null if it is not
 */
public record NodeAnswer(
        @Nullable JsonNode result,
        @Nullable String error,
        @Nullable String stack,
        @Nullable String skip) {

    /**
     * With this exit code, and a reason in the answer, a node program says that its item is to be left out. It is not 0, so that who
     * does not know the answer never takes it for success, and none that shells, signals or sysexits.h use.
     */
    public static final int SKIP_CODE = 117;

    /** Makes an answer without a stack trace. */
    public NodeAnswer(@Nullable JsonNode result, @Nullable String error) {
        this(result, error, null, null);
    }

    /** Makes the answer of a program that wants its item left out. */
    public static NodeAnswer skipping(String reason) {
        return new NodeAnswer(null, null, null, reason);
    }

    /** Writes the answer as one line without its line end. */
    public String toJson() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("result", Json.tree(result));
        answer.set("error", Json.tree(error));
        if (stack != null) {
            answer.put("stack", stack);
        }
        if (skip != null) {
            answer.put("skip", skip);
        }
        return Json.write(answer);
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if the line is anything else
     */
    public static NodeAnswer fromJson(String line) {
        JsonNode answer;
        try {
            answer = Json.read(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an answer must be one line of JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode result = answer.get("result");
        JsonNode error = answer.get("error");
        if (result == null || error == null || !(error.isString() || error.isNull())) {
            throw new IllegalArgumentException(
                    "an answer must be an object with a result, and an error that is a text or null");
        }
        JsonNode stack = answer.path("stack");
        JsonNode skip = answer.path("skip");
        return new NodeAnswer(
                result.isNull() ? null : result,
                error.isNull() ? null : error.stringValue(),
                stack.isString() ? stack.stringValue() : null,
                skip.isString() ? skip.stringValue() : null);
    }
}
