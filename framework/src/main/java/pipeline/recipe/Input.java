package pipeline.recipe;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.InputOption;

/**
 * A declared input of a recipe: one long option of its command line, checked before anything starts.
 *
 * <p>Set once, before the recipe's body runs; from then on it may be read by any thread.
 *
 * <pre>{@code
 * public final class Search extends Recipe {
 *     private final Input<String> pattern = input("pattern", "what to look for").text().required();
 *     private final Output<String> found = output("found", "what was found").text();
 *
 *     @Override
 *     protected int run() {
 *         found.set(pattern.get());
 *         return 0;
 *     }
 * }
 * }</pre>
 *
 * @param <T> what {@link #get()} gives
 */
public final class Input<T> {

    private final InputOption option;
    private final Function<List<String>, T> reader;
    private final @Nullable T fallback;
    private volatile @Nullable T value;

    /** Makes an input; the fallback is what holds if it was not typed, null if it must be typed. */
    Input(InputOption option, Function<List<String>, T> reader, @Nullable T fallback) {
        this.option = option;
        this.reader = reader;
        this.fallback = fallback;
    }

    /**
     * Returns the value that was typed, or the default.
     *
     * @throws IllegalStateException if it is called before the recipe runs, such as in its constructor
     */
    public T get() {
        T known = value;
        if (known == null) {
            throw new IllegalStateException("input --" + option.name() + " is read before the recipe runs");
        }
        return known;
    }

    InputOption option() {
        return option;
    }

    /**
     * Takes what was typed, null for nothing.
     *
     * @throws UsageException if the value is missing or cannot be used
     */
    void accept(@Nullable List<String> typed) {
        if (typed != null) {
            value = reader.apply(typed);
        } else if (fallback != null) {
            value = fallback;
        } else {
            throw new UsageException(
                    "--%s %s is missing: %s".formatted(option.name(), option.placeholder(), option.help()));
        }
    }
}
