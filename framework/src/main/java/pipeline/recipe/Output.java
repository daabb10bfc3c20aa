package pipeline.recipe;

import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.RecipeOutput;

/**
 * A declared output of a recipe: shown under "Results:" when it has ended, and written by {@code --results}.
 *
 * <p>May be set by any thread of the recipe, until {@code run()} has returned.
 *
 * <pre>{@code
 * public final class LineCount extends Recipe {
 *     private final Output<Long> lines = output("lines", "how many lines there are").integer();
 *     private final Output<String> worst = output("worst", "the file with the most").text().optional();
 *
 *     @Override
 *     protected int run() {
 *         lines.set(1288L);
 *         return 0;
 *     }
 * }
 * }</pre>
 *
 * @param <T> what {@link #set} takes
 */
public final class Output<T> {

    private final RecipeOutput declared;
    private final UnaryOperator<T> copy;
    private final BiConsumer<String, @Nullable Object> sink;
    private volatile boolean isOptional;

    /**
     * Makes an output.
     *
     * @param copy keeps what is set from changing later
     * @param sink takes the name and the value
     */
    Output(RecipeOutput declared, UnaryOperator<T> copy, BiConsumer<String, @Nullable Object> sink) {
        this.declared = declared;
        this.copy = copy;
        this.sink = sink;
    }

    /** Says that a run may leave it unset; of any other output that is not set at the end a warning is logged. */
    public Output<T> optional() {
        isOptional = true;
        return this;
    }

    /**
     * Sets the value; of several the last one holds.
     *
     * @param value null takes back what was set
     * @throws IllegalStateException if the recipe does not run, or not any more
     */
    public void set(@Nullable T value) {
        sink.accept(declared.name(), value == null ? null : copy.apply(value));
    }

    RecipeOutput declaration() {
        return new RecipeOutput(declared.name(), declared.help(), declared.type(), isOptional);
    }
}
