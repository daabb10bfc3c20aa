package pipeline.node;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.job.wire.NodeAnswer;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/**
 * What a node program gives back: a JSON result or none, and its exit code; or that its item is to be left out. Immutable.
 *
 * <pre>{@code
 * NodeResult nothing = NodeResult.ok();
 * NodeResult value = NodeResult.of(Map.of("rows", 3, "flagged", 0.25));
 * NodeResult failed = NodeResult.exit(3);
 * NodeResult leftOut = NodeResult.skip("no visibilities in this file");
 * }</pre>
 */
public final class NodeResult {

    private static final NodeResult OK = new NodeResult(null, 0, null);

    private final @Nullable JsonNode json;
    private final int code;
    private final @Nullable String skip;

    private NodeResult(@Nullable JsonNode json, int code, @Nullable String skip) {
        this.json = json;
        this.code = code;
        this.skip = skip;
    }

    /** The work is done, and there is nothing to report: code 0. */
    public static NodeResult ok() {
        return OK;
    }

    /**
     * The work is done: code 0.
     *
     * @param json what JSON can hold: strings, numbers, booleans, lists, maps, records, {@link JsonNode}; paths and the
     *     like become text
     * @throws IllegalArgumentException if it, or something in it, has nothing that JSON could hold
     * @throws tools.jackson.core.JacksonException if it fails to say what it holds
     */
    public static NodeResult of(Object json) {
        Objects.requireNonNull(json, "json is null; a program without a result returns NodeResult.ok()");
        return new NodeResult(Json.tree(json), 0, null);
    }

    /**
     * The program ends with a code of its own; any code but 0 fails the job.
     *
     * @param code 0 to 255
     * @throws IllegalArgumentException if the code is none that a process can end with
     */
    public static NodeResult exit(int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("an exit code must be between 0 and 255, but was " + code);
        }
        return new NodeResult(null, code, null);
    }

    /**
     * The item of the job is to be left out: no failure, no retry, and following steps do not see it.
     *
     * @param reason one line that people find in the job table
     * @throws IllegalArgumentException if it is blank
     */
    public static NodeResult skip(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason for leaving an item out must not be blank");
        }
        return new NodeResult(null, NodeAnswer.SKIP_CODE, reason);
    }

    /** Returns why the item of the job is to be left out; empty if it is not. */
    public Optional<String> skip() {
        return Optional.ofNullable(skip);
    }

    /** Returns the result; empty if there is none. */
    public Optional<JsonNode> json() {
        return Optional.ofNullable(json);
    }

    /** Returns the exit code. */
    public int code() {
        return code;
    }
}
