package pipeline.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A declared input of a recipe: one long option of its command line, checked before anything starts.
 *
 * <p>Set once, before the recipe's body runs; from then on it may be read by any thread.
 *
 * @param <T> what {@link #get()} gives
 */
public final class Input<T> {

    /** How an input is typed on the command line. */
    public enum Kind {
        /** {@code --name VALUE}, once. */
        VALUE,
        /** {@code --name VALUE}, as often as wanted. */
        LIST,
        /** {@code --name}. */
        FLAG
    }

    private final Option option;
    private final Function<List<String>, T> reader;
    private final @Nullable Fallback<T> fallback;
    private volatile @Nullable T value;

    /** Makes an input; the fallback is what holds if it was not typed, null if it must be typed. */
    Input(Option option, Function<List<String>, T> reader, @Nullable Fallback<T> fallback) {
        this.option = option;
        this.reader = reader;
        this.fallback = fallback;
    }

    /**
     * Gives the value that was typed, or the default.
     *
     * @throws IllegalStateException if it is called before the recipe runs, such as in its constructor
     */
    public T get() {
        T known = value;
        if (known == null) {
            throw new IllegalStateException("input --" + option.name + " is read before the recipe runs");
        }
        return known;
    }

    /** Gives the name without its dashes, such as {@code output-map}. */
    public String name() {
        return option.name;
    }

    /** Gives one line for the help text. */
    public String help() {
        return option.help;
    }

    public Kind kind() {
        return option.kind;
    }

    /** Gives the word that stands for the value in the help text, such as {@code FILE}; empty for a flag. */
    public String placeholder() {
        return option.placeholder;
    }

    public boolean isRequired() {
        return fallback == null;
    }

    /** Gives the default as the help text shows it; empty if there is none. */
    public Optional<String> defaultText() {
        return fallback == null ? Optional.empty() : fallback.text;
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
            value = fallback.value;
        } else {
            throw new UsageException("--%s %s is missing: %s".formatted(option.name, option.placeholder, option.help));
        }
    }

    record Option(String name, String help, Kind kind, String placeholder) {}

    record Fallback<T>(T value, Optional<String> text) {}
}
