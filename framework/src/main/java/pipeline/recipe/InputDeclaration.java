package pipeline.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.mapfile.DataMap;
import pipeline.recipe.input.InputType;
import pipeline.recipe.input.InputTypes;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.InputForm;
import pipeline.recipe.spi.InputForm.Place;
import pipeline.recipe.spi.InputOption;
import pipeline.text.ShellQuoting;

/**
 * The first half of declaring an input: it has a name and a help text, and wants a type.
 *
 * <pre>{@code
 * Input<Integer> depth = input("depth", "how deep to look").integer(1, 9).byDefault(3);
 * Input<Optional<Path>> outputMap = input("output-map", "where to write the map").outputFile().optional();
 * Input<Double> radius = input("radius", "in arcsec").environmentVariable("RADIUS").decimal(0, 60).byDefault(5.0);
 * Input<List<String>> site = input("site", "a site to look at").text().list().byDefault(List.of());
 * Input<Boolean> force = input("force", "look again").flag();
 * }</pre>
 */
public final class InputDeclaration {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String name;
    private final String help;
    private final InputSet inputs;
    private @Nullable String variable;

    InputDeclaration(String name, String help, InputSet inputs) {
        if (!NAME.matcher(name).matches()) {
            throw new DeclarationException(
                    "an input's name must be lower-case words joined by dashes (output-map), but was "
                            + ShellQuoting.quote(name));
        }
        this.name = name;
        this.help = help;
        this.inputs = inputs;
    }

    /**
     * Has an environment variable give the value where it is not typed and no task file has it; an empty one counts as not set.
     *
     * @throws IllegalArgumentException if no variable can be called so
     */
    public InputDeclaration environmentVariable(String variableName) {
        if (!VARIABLE.matcher(variableName).matches()) {
            throw new DeclarationException(
                    "the environment variable of --%s must be letters, digits and '_', not beginning with a digit, but was %s"
                            .formatted(name, ShellQuoting.quote(variableName)));
        }
        variable = variableName;
        return this;
    }

    /** Declares a text, taken as it is typed. */
    public TypedInput<String> text() {
        return typed(InputTypes.text());
    }

    /** Declares a whole number that an {@code int} holds. */
    public TypedInput<Integer> integer() {
        return integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Declares a whole number from {@code min} to {@code max}, both included. */
    public TypedInput<Integer> integer(int min, int max) {
        return typed(InputTypes.whole(min, max), Long::intValue, Integer::longValue);
    }

    /** Declares a whole number that a {@code long} holds. */
    public TypedInput<Long> longInteger() {
        return longInteger(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Declares a whole number from {@code min} to {@code max}, both included. */
    public TypedInput<Long> longInteger(long min, long max) {
        return typed(InputTypes.whole(min, max));
    }

    /** Declares a finite number, such as {@code 1.5} or {@code 2e-3}. */
    public TypedInput<Double> decimal() {
        return decimal(-Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** Declares a number from {@code min} to {@code max}, both included. */
    public TypedInput<Double> decimal(double min, double max) {
        return typed(InputTypes.decimal(min, max));
    }

    /** Declares an option without a value: true if {@code --name} was typed; {@code --no-name} takes it back. */
    public Input<Boolean> flag() {
        return flag(false);
    }

    /**
     * Declares an option without a value.
     *
     * @param isOnByDefault whether it is true unless {@code --no-name} was typed
     */
    public Input<Boolean> flag(boolean isOnByDefault) {
        InputOption option = new InputOption(
                name,
                help,
                InputForm.FLAG,
                false,
                isOnByDefault ? Optional.of("true") : Optional.empty(),
                Optional.ofNullable(variable));
        Input<Boolean> input = new Input<>(
                option, given -> InputTypes.flag().reader().read(given.texts().get(0)), isOnByDefault);
        inputs.add(input);
        return input;
    }

    /** Declares one of the constants of an enum; they are typed in lower case with dashes. */
    public <E extends Enum<E>> TypedInput<E> choice(Class<E> type) {
        return typed(InputTypes.choice(type));
    }

    /** Declares one of several words. */
    public TypedInput<String> choice(String... words) {
        return typed(InputTypes.choice(List.of(words)));
    }

    /** Declares a time above zero: {@code 90} and {@code 90s} are seconds, {@code 2m}, {@code 1h30m}, {@code 1d}. */
    public TypedInput<Duration> duration() {
        return typed(InputTypes.duration());
    }

    /** Declares a size in bytes, above zero: {@code 4096}, {@code 512M}, {@code 4G}; K, M, G and T are powers of 1024. */
    public TypedInput<Long> size() {
        return typed(InputTypes.size());
    }

    /** Declares a day, such as {@code 2026-10-28}. */
    public TypedInput<LocalDate> date() {
        return typed(InputTypes.date());
    }

    /** Declares a point in time, such as {@code 2026-10-28T14:14:18}; without an offset it is UTC. */
    public TypedInput<Instant> instant() {
        return typed(InputTypes.instant());
    }

    /** Declares a set of host names, such as {@code lce[001-010],lce020}; each comes once, in the order in which they are typed. */
    public TypedInput<List<String>> hosts() {
        return typed(InputTypes.hosts());
    }

    /** Declares the name of a file or directory of the master, which need not be there; a relative one starts at the current directory. */
    public TypedInput<Path> path() {
        return typed(InputTypes.path());
    }

    /** Declares a file of the master that must be there and be readable. */
    public TypedInput<Path> file() {
        return typed(InputTypes.file());
    }

    /** Declares a file or a directory of the master that must be there, such as a measurement set. */
    public TypedInput<Path> existing() {
        return typed(InputTypes.existing());
    }

    /** Declares a program of the master that you may execute; for one of the hosts there is {@link #nodeExecutable}. */
    public TypedInput<Path> executable() {
        return typed(InputTypes.executable());
    }

    /** Declares a directory of the master that must be there. */
    public TypedInput<Path> directory() {
        return typed(InputTypes.directory());
    }

    /** Declares a file of the master that is to be written: its directory must be there and be writable. */
    public TypedInput<Path> outputFile() {
        return typed(InputTypes.outputFile());
    }

    /** Declares a directory of the master that is to be written to: it is made when the run begins, unless it is a dry run. */
    public TypedInput<Path> outputDirectory() {
        Queue<Path> given = new ConcurrentLinkedQueue<>();
        inputs.whenRunBegins(services -> {
            if (!services.context().scheduling().isDryRun()) {
                given.forEach(this::make);
            }
        });
        return typed(InputTypes.outputDirectory(), noted(given), directory -> directory);
    }

    private void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UsageException("the directory %s of --%s cannot be made: %s".formatted(directory, name, e));
        }
    }

    /**
     * Declares a mapfile of the master with at least one entry to work on. Where {@code HOSTSET:GLOB} is given in its place, the
     * files are looked for on the hosts when the run begins.
     */
    public TypedInput<DataMap> mapfile() {
        MapInput maps = new MapInput();
        inputs.whenRunBegins(maps::begin);
        return typed(new InputType<>(InputTypes.mapfile().form(), maps::read, map -> {
            throw new DeclarationException("--%s cannot have a default: a mapfile is a file".formatted(name));
        }));
    }

    /** Declares the name of a file of the hosts; a job fails before its program starts if its host does not have it, or it cannot be read there. */
    public TypedInput<String> nodeFile() {
        return typed(InputTypes.onNodes(Place.NODE_FILE));
    }

    /** Declares the name of a directory of the hosts; a job fails before its program starts if its host does not have it. */
    public TypedInput<String> nodeDirectory() {
        return typed(InputTypes.onNodes(Place.NODE_DIRECTORY));
    }

    /** Declares a program of the hosts, a path or a name in their PATH; a job fails before its program starts if its host does not have it. */
    public TypedInput<String> nodeExecutable() {
        return typed(InputTypes.onNodes(Place.NODE_EXECUTABLE));
    }

    /**
     * Declares a value of a type of your own.
     *
     * @param placeholder the word that stands for the value in help, such as {@code RA,DEC}
     * @param wanted what the text must be, as it goes into messages, such as {@code a direction such as 12.5,-3}
     * @param reader makes the value of the text; it returns null or throws for a text that does not fit
     */
    public <T> TypedInput<T> as(
            Class<T> type, String placeholder, String wanted, Function<String, @Nullable T> reader) {
        return typed(InputType.own(InputForm.of(placeholder, wanted), text -> type.cast(reader.apply(text))));
    }

    /** Declares a list of texts: the option may be typed several times. */
    public TypedInput<List<String>> list() {
        return text().list();
    }

    /** Declares a dict of texts: {@code --name a=1 --name b=2}. */
    public TypedInput<Map<String, String>> dict() {
        return text().dict();
    }

    private static <T> Function<T, T> noted(Queue<T> given) {
        return value -> {
            given.add(value);
            return value;
        };
    }

    private <T> TypedInput<T> typed(InputType<T> type) {
        return typed(type, value -> value, value -> value);
    }

    private <R, T> TypedInput<T> typed(InputType<R> type, Function<R, T> there, Function<T, R> back) {
        return TypedInput.of(
                new TypedInput.Head(name, help, Optional.ofNullable(variable), inputs),
                new InputType<>(
                        type.form(),
                        text -> there.apply(type.reader().read(text)),
                        value -> type.writer().apply(back.apply(value))));
    }
}
