package pipeline.store.support;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.job.lifecycle.JobStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the parts of IPython's task record from what a store keeps of a job. */
public final class TaskRecord {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The version of IPython's messages that have these names. */
    private static final String MESSAGE_VERSION = "5.0";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TaskRecord() {}

    /**
     * Where and by whom a job was run last.
     *
     * @param user of the process that had it reserved, as are {@code pid} and {@code version}
     */
    public record LastRun(
            JsonNode host, JsonNode user, JsonNode pid, JsonNode version, JsonNode attempts, JsonNode exitCode) {

        private ObjectNode node() {
            ObjectNode node = NODES.objectNode();
            node.set("host", host);
            node.set("user", user);
            node.set("pid", pid);
            node.set("version", version);
            node.set("attempts", attempts);
            node.set("exit_code", exitCode);
            return node;
        }
    }

    /** Returns a time in UTC, to the millisecond. */
    public static JsonNode time(Instant time) {
        return NODES.stringNode(TIME.format(time));
    }

    /** Returns a text, or null if there is none. */
    public static JsonNode text(@Nullable String text) {
        return text == null ? NODES.nullNode() : NODES.stringNode(text);
    }

    /**
     * Returns the header of the request.
     *
     * @param session the uuid of the member that brought the job
     */
    public static ObjectNode header(JsonNode id, JsonNode created, JsonNode user, JsonNode session) {
        ObjectNode header = NODES.objectNode();
        header.set("msg_id", id);
        header.set("date", created);
        header.set("username", user);
        header.set("session", session);
        header.put("msg_type", "apply_request");
        return header.put("version", MESSAGE_VERSION);
    }

    /** Returns the arguments of what runs, one by one. */
    public static ArrayNode buffers(JsonNode work) {
        ArrayNode buffers = NODES.arrayNode();
        work.path("command").valueStream().skip(1).forEach(buffers::add);
        work.path("arguments").forEach(buffers::add);
        return buffers;
    }

    /** Returns the header of the result; null for a job that is not over. */
    public static JsonNode resultHeader(JobStatus status, JsonNode started, JsonNode completed, LastRun engine) {
        String word = switch (status) {
            case PENDING, RESERVED -> "";
            case SUCCESS -> "ok";
            case ERROR -> "error";
            case IGNORE -> "aborted";
        };
        if (word.isEmpty()) {
            return NODES.nullNode();
        }
        ObjectNode header = NODES.objectNode().put("status", word);
        header.set("started", started);
        header.set("date", completed);
        header.set("engine", engine.host());
        header.set("engine_info", engine.node());
        return header;
    }

    /**
     * Returns the result of a success, or the error of a failed job with its traceback line by line; null for other jobs.
     *
     * @param kind what failed
     */
    public static JsonNode resultContent(
            JobStatus status, JsonNode result, JsonNode kind, JsonNode message, @Nullable String stack) {
        if (status != JobStatus.ERROR) {
            return status == JobStatus.SUCCESS ? result : NODES.nullNode();
        }
        ArrayNode traceback = NODES.arrayNode();
        if (stack != null) {
            stack.lines().forEach(traceback::add);
        }
        ObjectNode content = NODES.objectNode().put("status", "error");
        content.set("ename", kind);
        content.set("evalue", message);
        content.set("traceback", traceback);
        return content;
    }
}
