package pipeline.job;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static NodeRequest fromJson(String line) {
        return JsonMapper.shared().readValue(line, NodeRequest.class);
    }
}
