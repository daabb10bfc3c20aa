package pipeline.recipe;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import pipeline.job.Outcome;
import pipeline.recipe.spi.StepEnd;
import pipeline.text.Json;
import pipeline.text.JsonMismatchException;
import pipeline.text.Plural;
import tools.jackson.databind.JsonNode;

/**
 * What a step came to: its outputs, and the maps that it wrote. Immutable.
 *
 * <pre>{@code
 * StepResult counted = runTask("count", Map.of());
 * long total = counted.output("total", Long.class);
 * }</pre>
 */
public final class StepResult {

    private final StepEnd end;

    StepResult(StepEnd end) {
        this.end = end;
    }

    /** Returns the name of the step. */
    public String step() {
        return end.step();
    }

    /** Returns whether its recipe succeeded; it may have done so although single jobs failed. */
    public boolean isSuccess() {
        return end.code() == 0 && end.thrown().isEmpty();
    }

    /** Returns what its recipe returned, 0 for success; 1 if it was ended by an exception. */
    public int code() {
        return end.code();
    }

    /** Returns why it failed, in one line; empty if it did not. */
    public String message() {
        return isSuccess() ? "" : fault();
    }

    /** Returns the outcomes of its jobs that are no success. */
    public List<Outcome> unsuccessful() {
        return end.unsuccessful();
    }

    /** Returns its outputs by name, those that are set, as JSON has them. */
    public Map<String, JsonNode> outputs() {
        Map<String, JsonNode> outputs = new LinkedHashMap<>();
        end.outputs().forEach((name, value) -> outputs.put(name, Json.tree(value)));
        return outputs;
    }

    /**
     * Returns an output.
     *
     * @param type what it is, such as {@code Long.class}, {@code Path.class} or a record
     * @throws IllegalArgumentException if the recipe did not set it, or it is something else
     */
    public <T> T output(String name, Class<T> type) {
        Object value = end.outputs().get(name);
        if (value == null) {
            throw new IllegalArgumentException("step %s has no output %s; it has %s"
                    .formatted(step(), name, listed(end.outputs().keySet())));
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            @SuppressWarnings("unchecked") // as its type says
            T read = (T) Json.value(Json.tree(value), type);
            return read;
        } catch (JsonMismatchException e) {
            throw new IllegalArgumentException(
                    "output %s of step %s is %s, which is no %s"
                            .formatted(name, step(), Json.write(Json.tree(value)), type.getSimpleName()),
                    e);
        }
    }

    /** Returns the mapfiles that it wrote, each by the name of the input or output that names it, or else by its own name. */
    public Map<String, Path> maps() {
        return end.maps();
    }

    /**
     * Returns a mapfile that it wrote.
     *
     * @param name of the input or the output that names it, such as {@code output-map}
     * @throws IllegalArgumentException if it wrote no such map
     */
    public Path map(String name) {
        Path map = end.maps().get(name);
        if (map == null) {
            throw new IllegalArgumentException("step %s wrote no map %s; it wrote %s"
                    .formatted(step(), name, listed(end.maps().keySet())));
        }
        return map;
    }

    private static String listed(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }

    private String fault() {
        if (end.thrown().isPresent()) {
            Exception thrown = end.thrown().get();
            return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        }
        int failed = end.unsuccessful().size();
        return failed == 0
                ? "its recipe returned " + end.code()
                : "%d of %s did not succeed".formatted(failed, Plural.of(end.jobs(), "job"));
    }

    /** Returns the same, if it is a success. */
    StepResult orThrow() {
        if (!isSuccess()) {
            throw new StepFailedException(
                    step(),
                    "step %s failed: %s".formatted(step(), fault()),
                    end.thrown().orElse(null));
        }
        return this;
    }
}
