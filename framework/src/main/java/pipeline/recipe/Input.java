package pipeline.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.input.BadInputException;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.NodePlace;

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

    /** Makes the value of what was given. */
    @FunctionalInterface
    interface InputReader<T> {
        T read(GivenInput given) throws BadInputException;
    }

    private final InputOption option;
    private final InputReader<T> reader;
    private final @Nullable T fallback;
    private volatile @Nullable T value;
    private volatile @Nullable GivenInput late;
    private volatile @Nullable GivenInput taken;

    /** Makes an input; the fallback is what holds if nothing was given, null if it must be given. */
    Input(InputOption option, InputReader<T> reader, @Nullable T fallback) {
        this.option = option;
        this.reader = reader;
        this.fallback = fallback;
    }

    /**
     * Returns the value that was given, or the default.
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

    private void read(GivenInput given) {
        late = null;
        try {
            value = reader.read(given);
        } catch (LateInputException e) {
            late = given;
        } catch (BadInputException e) {
            throw new UsageException(given.place() + " " + e.problem());
        }
    }

    /**
     * Makes a value that is known only when the run begins.
     *
     * @throws UsageException if it cannot be used
     */
    void begin() {
        GivenInput given = late;
        if (given != null) {
            read(given);
        }
    }

    /** Returns what the value names that lies on the hosts; nothing if there is no value. */
    List<NodePlace> nodePlaces() {
        return switch (option.form().place()) {
            case NONE, HOSTS, FILE, DIRECTORY -> List.of();
            case NODE_FILE, NODE_DIRECTORY, NODE_EXECUTABLE ->
                texts(value)
                        .map(text -> new NodePlace(
                                "--" + option.name(), option.form().place(), text))
                        .toList();
        };
    }

    private static Stream<String> texts(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return texts(optional.orElse(null));
        } else if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(Input::texts);
        } else if (value instanceof List<?> list) {
            return list.stream().flatMap(Input::texts);
        }
        return value == null ? Stream.empty() : Stream.of(value.toString());
    }

    /** Returns what was given for it; empty if the default holds. */
    Optional<GivenInput> given() {
        return Optional.ofNullable(taken);
    }

    InputOption option() {
        return option;
    }

    /**
     * Takes what was given.
     *
     * @throws UsageException if the value is missing or cannot be used
     */
    void accept(Optional<GivenInput> given) {
        taken = given.orElse(null);
        if (given.isPresent()) {
            read(given.get());
        } else if (fallback != null) {
            value = fallback;
        } else {
            String label = option.placeholder().isEmpty() ? "" : " " + option.placeholder();
            String variable = option.environmentVariable()
                    .map(name -> " (or set %s in the environment)".formatted(name))
                    .orElse("");
            throw new UsageException(
                    "--%s%s is missing: %s%s".formatted(option.name(), label, option.help(), variable));
        }
    }
}
