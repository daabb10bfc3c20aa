package pipeline.job.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the master writes to the standard input of a Java node program: one line of JSON.
 *
 * @param program the class to run
 * @param arguments its arguments
 * @param token what frames the answer on standard output, known to the master and this process alone
 */
public record NodeRequest(String program, List<JsonNode> arguments, String token) {

    /** The main class of the node jar. */
    public static final String MAIN_CLASS = "pipeline.node.NodeMain";

    public NodeRequest {
        Objects.requireNonNull(program, "program is null");
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(token, "token is null");
    }

    /** Writes the request as one line without its line end. */
    public String toJson() {
        return Json.write(Json.tree(Map.of("program", program, "arguments", arguments, "token", token)));
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if the line is anything else
     */
    public static NodeRequest fromJson(String line) {
        JsonNode request;
        try {
            request = Json.read(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a request must be one line of JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode program = request.path("program");
        JsonNode arguments = request.path("arguments");
        JsonNode token = request.path("token");
        if (!program.isString() || !arguments.isArray() || !token.isString()) {
            throw new IllegalArgumentException(
                    "a request must be an object with the texts program and token and the list arguments");
        }
        return new NodeRequest(program.stringValue(), List.copyOf(arguments.values()), token.stringValue());
    }
}
