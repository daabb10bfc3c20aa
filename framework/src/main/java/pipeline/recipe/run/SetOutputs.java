package pipeline.recipe.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeOutput;

/** The outputs of a recipe that are set so far; none can be set once the recipe has returned. Thread-safe. */
final class SetOutputs {

    private final RecipeControl control;
    private final String recipe;
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SetOutputs(RecipeControl control, String recipe) {
        this.control = control;
        this.recipe = recipe;
    }

    /** Sets an output; null takes its value back. */
    void set(String name, @Nullable Object value) {
        if (closed) {
            throw new IllegalStateException(
                    "output %s is set after run() of %s returned; wait there for the threads that set it"
                            .formatted(name, recipe));
        }
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    /** Refuses further values: the recipe has returned. */
    void close() {
        closed = true;
    }

    /** Returns the outputs that are set, in the order in which they are declared. */
    Map<String, Object> values() {
        Map<String, Object> set = new LinkedHashMap<>();
        for (RecipeOutput declared : control.outputs()) {
            Object value = values.get(declared.name());
            if (value != null) {
                set.put(declared.name(), value);
            }
        }
        return Collections.unmodifiableMap(set);
    }

    /** Returns the names of the outputs that ought to be set and are not. */
    List<String> missing() {
        return control.outputs().stream()
                .filter(declared -> !declared.isOptional() && !values.containsKey(declared.name()))
                .map(RecipeOutput::name)
                .toList();
    }
}
