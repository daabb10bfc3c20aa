package pipeline.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Does what a page asks for: {@code {"action":"retry","job":12}}, {@code {"action":"drain","job_name":"night","host":"lce004"}}. */
final class ActionHandler {

    static final String NAME = "act";

    /** No page of somebody else's can send this header without asking the server first, which does not answer that. */
    private static final String GUARD = "X-Pipeline-Action";

    private static final int MOST_BYTES = 4096;

    private final Optional<RunActions> actions;

    ActionHandler(Optional<RunActions> actions) {
        this.actions = actions;
    }

    boolean isAllowed() {
        return actions.isPresent();
    }

    void handle(HttpExchange exchange, WebReply reply) throws IOException {
        if (actions.isEmpty()) {
            reply.refuse(403, "this page only shows; start pipeline serve with --allow-actions to act from it");
        } else if (exchange.getRequestHeaders().getFirst(GUARD) == null) {
            reply.refuse(403, "the header " + GUARD + " is missing");
        } else {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            try {
                JsonNode asked = Json.read(new String(body, StandardCharsets.UTF_8));
                reply.send(Json.tree(Map.of("done", act(actions.get(), asked))));
            } catch (JacksonException e) {
                reply.refuse(400, "the action is no JSON");
            } catch (RunActions.RefusedException e) {
                reply.refuse(409, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String act(RunActions actions, JsonNode asked) throws RunActions.RefusedException {
        long job = asked.path("job").longValue(0);
        String jobName = asked.path("job_name").stringValue("");
        Set<String> hosts = Set.of(asked.path("host").stringValue(""));
        return switch (asked.path("action").stringValue("")) {
            case "retry" -> actions.retry(job);
            case "cancel" -> actions.cancel(job);
            case "drain" -> actions.drain(jobName, hosts);
            case "undrain" -> actions.undrain(jobName, hosts);
            default -> throw new RunActions.RefusedException("there is no such action");
        };
    }
}
