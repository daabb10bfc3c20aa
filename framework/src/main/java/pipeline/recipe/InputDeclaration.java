package pipeline.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import pipeline.recipe.spi.InputOption;
import pipeline.text.ShellQuoting;

/**
 * The first half of declaring an input: it has a name and a help text, and wants a type.
 *
 * <pre>{@code
 * Input<Integer> depth = input("depth", "how deep to look").integer(1, 9).byDefault(3);
 * Input<Optional<Path>> outputMap = input("output-map", "where to write the map").path().optional();
 * Input<Boolean> force = input("force", "look again").flag();
 * }</pre>
 */
public final class InputDeclaration {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final String name;
    private final String help;
    private final Consumer<Input<?>> register;

    InputDeclaration(String name, String help, Consumer<Input<?>> register) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an input's name must be lower-case words joined by dashes (output-map), but was "
                            + ShellQuoting.quote(name));
        }
        this.name = name;
        this.help = help;
        this.register = register;
    }

    /** Declares a text, taken as it is typed. */
    public Typed<String> text() {
        return value("TEXT", text -> text);
    }

    /** Declares a whole number from {@code min} to {@code max}, both included. */
    public Typed<Integer> integer(int min, int max) {
        return value("N", text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below, with the range
            }
            throw new UsageException("--%s must be a whole number from %d to %d, but was %s"
                    .formatted(name, min, max, ShellQuoting.quote(text)));
        });
    }

    /** Declares a file or directory of the master; a relative one starts at the current directory. */
    public Typed<Path> path() {
        return value("FILE", text -> {
            try {
                if (!text.isEmpty()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException e) {
                // said below
            }
            throw new UsageException(
                    "--%s must be the name of a file, but was %s".formatted(name, ShellQuoting.quote(text)));
        });
    }

    /** Declares a list of texts: the option may be typed several times. */
    public Typed<List<String>> list() {
        return new Typed<>(InputOption.Kind.LIST, "TEXT", List::copyOf);
    }

    /** Declares an option without a value: true if it was typed. */
    public Input<Boolean> flag() {
        return new Typed<>(InputOption.Kind.FLAG, "", typed -> true).make(false, Optional.empty());
    }

    private <T> Typed<T> value(String placeholder, Function<String, T> reader) {
        return new Typed<>(InputOption.Kind.VALUE, placeholder, typed -> reader.apply(typed.get(typed.size() - 1)));
    }

    /**
     * The second half: it has a type, and wants to know what holds if it is not typed.
     *
     * @param <T> what the input gives
     */
    public final class Typed<T> {

        private final InputOption.Kind kind;
        private final String placeholder;
        private final Function<List<String>, T> reader;

        private Typed(InputOption.Kind kind, String placeholder, Function<List<String>, T> reader) {
            this.kind = kind;
            this.placeholder = placeholder;
            this.reader = reader;
        }

        /** Declares an input that must be typed. */
        public Input<T> required() {
            return registered(new Input<>(option(true, Optional.empty()), reader, null));
        }

        /** Declares an input that may be left out. */
        public Input<Optional<T>> optional() {
            return registered(new Input<>(
                    option(false, Optional.empty()), typed -> Optional.of(reader.apply(typed)), Optional.empty()));
        }

        /** Declares an input with a default. */
        public Input<T> byDefault(T value) {
            boolean isEmpty = value instanceof List<?> list && list.isEmpty();
            return make(value, isEmpty ? Optional.empty() : Optional.of(value.toString()));
        }

        private Input<T> make(T fallback, Optional<String> shown) {
            return registered(new Input<>(option(false, shown), reader, fallback));
        }

        private InputOption option(boolean isRequired, Optional<String> defaultText) {
            return new InputOption(name, help, kind, placeholder, isRequired, defaultText);
        }

        private <V> Input<V> registered(Input<V> input) {
            register.accept(input);
            return input;
        }
    }
}
