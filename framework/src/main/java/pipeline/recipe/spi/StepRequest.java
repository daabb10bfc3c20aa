package pipeline.recipe.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step that a recipe asks for: another recipe, with its inputs.
 *
 * @param name what people call it; empty for the name of its task or recipe
 * @param target which recipe
 * @param inputs texts by the names of inputs, as they would be typed
 * @param args the positional arguments; empty for those of the task
 * @param after the steps that it follows from beside those whose outputs it takes
 */
public record StepRequest(
        Optional<String> name,
        RecipeTarget target,
        Map<String, List<String>> inputs,
        List<String> args,
        List<String> after) {

    public StepRequest {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(target, "target is null");
        inputs = Map.copyOf(inputs);
        args = List.copyOf(args);
        after = List.copyOf(after);
    }

    /** Which recipe a step runs. */
    public sealed interface RecipeTarget {

        /** Returns what to call it in a message. */
        String called();
    }

    /** That of a task. */
    public record OfTask(String name) implements RecipeTarget {
        @Override
        public String called() {
            return "task " + name;
        }
    }

    /** One by its class. */
    public record OfClass(Class<? extends RecipeBase> type) implements RecipeTarget {
        @Override
        public String called() {
            return "recipe " + RecipeName.of(type);
        }
    }

    /** One in a file. */
    public record OfFile(Path file) implements RecipeTarget {
        @Override
        public String called() {
            return "recipe " + file;
        }
    }
}
