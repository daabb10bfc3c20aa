package pipeline.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pipeline.recipe.input.BadInputException;
import pipeline.recipe.input.GivenTexts;
import pipeline.recipe.input.InputType;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.InputForm;
import pipeline.recipe.spi.InputOption;
import pipeline.text.ShellQuoting;

/**
 * The second half of declaring an input: it has a type, and wants to know what holds if it is not given.
 *
 * <pre>{@code
 * Input<Integer> nodes = input("nodes", "how many").integer(2, 64).check(n -> n % 2 == 0, "must be even").byDefault(4);
 * Input<Optional<Duration>> age = input("age", "what is older is left out").duration().optional();
 * Input<Map<String, Double>> weight = input("weight", "of a station").decimal().dict().byDefault(Map.of());
 * }</pre>
 *
 * @param <T> what the input gives
 */
public final class TypedInput<T> {

    /** What an input is called, and where it is declared. */
    record Head(String name, String help, Optional<String> variable, InputSet inputs) {}

    private final Head head;
    private final InputForm form;
    private final Input.InputReader<T> reader;
    private final Function<T, String> writer;

    private TypedInput(Head head, InputForm form, Input.InputReader<T> reader, Function<T, String> writer) {
        this.head = head;
        this.form = form;
        this.reader = reader;
        this.writer = writer;
    }

    static <T> TypedInput<T> of(Head head, InputType<T> type) {
        return new TypedInput<>(
                head, type.form(), given -> type.reader().read(given.texts().get(0)), type.writer());
    }

    /**
     * Adds a check of the value; several may be added. A default is not checked.
     *
     * @param fits returns whether a value can be used; an exception says why it cannot
     * @param wanted what is said if not, such as {@code must be even}
     */
    public TypedInput<T> check(Predicate<T> fits, String wanted) {
        return new TypedInput<>(
                head,
                form,
                given -> {
                    T value = reader.read(given);
                    String why = "";
                    try {
                        if (fits.test(value)) {
                            return value;
                        }
                    } catch (RuntimeException e) {
                        why = " (%s)".formatted(e.getMessage() == null ? e : e.getMessage());
                    }
                    throw new BadInputException(
                            "%s, but was %s%s".formatted(wanted, ShellQuoting.quoted(given.texts()), why));
                },
                writer);
    }

    /**
     * Makes it a list: the option may be typed several times, each time with one value. From the environment and task files it is
     * {@code a, b} or one value on each line; quotes protect commas.
     */
    public TypedInput<List<T>> list() {
        refuseTwice("list");
        return new TypedInput<>(
                head,
                form.list(),
                given -> {
                    List<T> values = new ArrayList<>();
                    for (String text : GivenTexts.each(given)) {
                        values.add(reader.read(
                                new GivenInput(given.place(), List.of(text), given.isTyped(), given.isHidden())));
                    }
                    return Collections.unmodifiableList(values);
                },
                values -> values.stream().map(writer).collect(Collectors.joining(", ")));
    }

    /**
     * Makes it a dict with texts as keys: {@code --name a=1 --name b=2}. From the environment and task files it is
     * {@code a=1, b=2} or one pair on each line.
     */
    public TypedInput<Map<String, T>> dict() {
        refuseTwice("dict");
        return new TypedInput<>(
                head,
                form.dict(),
                given -> {
                    Map<String, T> values = new LinkedHashMap<>();
                    for (Map.Entry<String, String> pair :
                            GivenTexts.pairs(given).entrySet()) {
                        List<String> text = List.of(pair.getValue());
                        try {
                            values.put(
                                    pair.getKey(),
                                    reader.read(
                                            new GivenInput(given.place(), text, given.isTyped(), given.isHidden())));
                        } catch (BadInputException e) {
                            throw new BadInputException("%s: the value %s".formatted(pair.getKey(), e.problem()));
                        }
                    }
                    return Collections.unmodifiableMap(values);
                },
                values -> values.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + writer.apply(pair.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private void refuseTwice(String what) {
        if (form.kind() != InputOption.Kind.VALUE) {
            throw new IllegalStateException("--%s cannot be a %s of lists or dicts".formatted(head.name(), what));
        }
    }

    /** Declares an input that must be given. */
    public Input<T> required() {
        return registered(new Input<>(option(true, Optional.empty()), reader, null));
    }

    /** Declares an input that may be left out. */
    public Input<Optional<T>> optional() {
        return optional(Optional.empty());
    }

    /**
     * Declares an input that may be left out, and for which the recipe finds a value itself then.
     *
     * @param shown what help says of that value, such as {@code SHA256SUMS in the job directory}
     */
    public Input<Optional<T>> optional(String shown) {
        return optional(Optional.of(shown));
    }

    private Input<Optional<T>> optional(Optional<String> shown) {
        return registered(
                new Input<>(option(false, shown), given -> Optional.of(reader.read(given)), Optional.empty()));
    }

    /** Declares an input with a default. */
    public Input<T> byDefault(T value) {
        String shown = writer.apply(value);
        return registered(
                new Input<>(option(false, shown.isEmpty() ? Optional.empty() : Optional.of(shown)), reader, value));
    }

    private InputOption option(boolean isRequired, Optional<String> defaultText) {
        return new InputOption(head.name(), head.help(), form, isRequired, defaultText, head.variable());
    }

    private <V> Input<V> registered(Input<V> input) {
        head.inputs().add(input);
        return input;
    }
}
