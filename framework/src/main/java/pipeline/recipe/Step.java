package pipeline.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.RecipeServices;
import pipeline.recipe.spi.StepRequest;
import pipeline.recipe.spi.StepRequest.OfClass;
import pipeline.recipe.spi.StepRequest.OfFile;
import pipeline.recipe.spi.StepRequest.OfTask;
import pipeline.recipe.spi.StepRequest.RecipeTarget;

/**
 * A step of a recipe that another recipe does, before it is run: its name and its inputs.
 *
 * <pre>{@code
 * StepResult flagged = step("flag").input("radius", 6).args(mapfile(0)).runTask("flagger");
 * StepResult tried = step("image").input("mapfile", flagged.map("output-map")).mayFail().runTask("imager");
 * }</pre>
 *
 * <p>Used once, by one thread.
 */
public final class Step {

    private static final String ARGS = "args";

    private final @Nullable String name;
    private final RecipeServices services;
    private final Map<String, List<String>> inputs = new LinkedHashMap<>();
    private final List<String> args = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private boolean mayFail;

    /**
     * Begins a step.
     *
     * @param name null for that of its task or recipe
     */
    Step(@Nullable String name, RecipeServices services) {
        this.name = name;
        this.services = services;
    }

    /**
     * Sets an input, in place of what the task says.
     *
     * @param input as it is typed, without dashes; underscores count as dashes
     * @param value a text, a number, a path and so on; a list or a map for an input that takes several values
     */
    public Step input(String input, Object value) {
        if (input.equals(ARGS)) {
            args.addAll(texts(value));
        } else {
            inputs.put(input.replace('_', '-'), texts(value));
        }
        return this;
    }

    /** Sets several inputs; {@code args} are the positional arguments. */
    public Step inputs(Map<String, ?> values) {
        values.forEach(this::input);
        return this;
    }

    /** Sets the positional arguments. */
    public Step args(Object... values) {
        for (Object value : values) {
            args.addAll(texts(value));
        }
        return this;
    }

    /** Says that it follows from these steps too: its jobs run again when one of theirs did. */
    public Step after(StepResult... steps) {
        for (StepResult step : steps) {
            after.add(step.step());
        }
        return this;
    }

    /** Asks for the outcome: a failure is no exception. */
    public Step mayFail() {
        mayFail = true;
        return this;
    }

    /**
     * Runs a task of the task files.
     *
     * @throws StepFailedException if it fails, unless it may
     * @throws UsageException if there is no such task, or its inputs are wrong
     */
    public StepResult runTask(String task) throws InterruptedException {
        return run(new OfTask(task));
    }

    /**
     * Runs a recipe.
     *
     * @throws StepFailedException if it fails, unless it may
     * @throws UsageException if its inputs are wrong
     */
    public StepResult runRecipe(Class<? extends Recipe> recipe) throws InterruptedException {
        return run(new OfClass(recipe));
    }

    /** Runs the recipe of a file, Java, Python or a jar; the same as {@link #runRecipe(Class)} otherwise. */
    public StepResult runRecipe(Path file) throws InterruptedException {
        return run(new OfFile(file));
    }

    private StepResult run(RecipeTarget target) throws InterruptedException {
        StepResult result = new StepResult(
                services.runStep(new StepRequest(Optional.ofNullable(name), target, inputs, args, after)));
        return mayFail ? result : result.orThrow();
    }

    private static List<String> texts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        } else if (value instanceof Optional<?> optional) {
            return texts(optional.orElse(null));
        } else if (value instanceof Collection<?> list) {
            return list.stream().flatMap(item -> texts(item).stream()).toList();
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
        } else if (value instanceof Duration duration) {
            return List.of(duration.toSeconds() + "s");
        } else if (value instanceof Enum<?> constant) {
            return List.of(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return List.of(value.toString());
    }
}
