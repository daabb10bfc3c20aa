package pipeline.recipe.input;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.InputForm;
import pipeline.text.ShellQuoting;

/**
 * What a text must be to become a value. Immutable.
 *
 * @param form for help and messages
 * @param reader makes the value
 * @param writer shows a value as it may be typed
 */
public record InputType<T>(InputForm form, TextReader<T> reader, Function<T, String> writer) {

    /** Makes a value of a text. */
    @FunctionalInterface
    public interface TextReader<T> {
        T read(String text) throws BadInputException;
    }

    /** Makes a type whose reader returns null for a text that does not fit. */
    static <T> InputType<T> of(InputForm form, Function<String, @Nullable T> reader) {
        return new InputType<>(
                form,
                text -> {
                    T value = reader.apply(text);
                    if (value == null) {
                        throw unsuitable(form, text, "");
                    }
                    return value;
                },
                String::valueOf);
    }

    /** Returns the same with values that are shown differently. */
    InputType<T> shownBy(Function<T, String> other) {
        return new InputType<>(form, reader, other);
    }

    /** Makes a type of somebody's own, whose reader throws or returns null for a text that does not fit. */
    public static <T> InputType<T> own(InputForm form, Function<String, @Nullable T> reader) {
        return new InputType<>(
                form,
                text -> {
                    T value;
                    try {
                        value = reader.apply(text);
                    } catch (RuntimeException e) {
                        throw unsuitable(form, text, e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
                    }
                    if (value == null) {
                        throw unsuitable(form, text, "");
                    }
                    return value;
                },
                String::valueOf);
    }

    /** Makes a type of one of several words, in the order in which help shows them. */
    static <T> InputType<T> words(
            List<String> words, Function<String, @Nullable T> reader, Function<T, String> writer) {
        InputForm form = InputForm.choice(words);
        return new InputType<>(
                form,
                text -> {
                    T value = reader.apply(text);
                    if (value == null) {
                        throw unsuitable(form, text, Alternatives.hint(text, words));
                    }
                    return value;
                },
                writer);
    }

    private static BadInputException unsuitable(InputForm form, String text, String more) {
        return new BadInputException(
                "must be %s, but was %s%s".formatted(form.wanted(), ShellQuoting.quote(text), more));
    }
}
