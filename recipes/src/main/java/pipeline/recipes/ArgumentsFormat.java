package pipeline.recipes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How a program takes options that a parset has as keys and values; the names are those of LOFAR's recipe. */
enum ArgumentsFormat {
    /** {@code --key=value}. */
    GNU,
    /** {@code key=value}. */
    LOFAR,
    /** {@code --key value}, in two words. */
    ARGPARSE,
    /** {@code -key value}, and several words for several values. */
    WSCLEAN,
    /** {@code key=value}, behind all other arguments; so is the file of a parset that is given as a file. */
    LOSOTO;

    /**
     * Returns all arguments of a program.
     *
     * @param options by key; an empty value makes a flag
     * @param arguments the others, which stay as they are
     */
    List<String> words(Map<String, String> options, List<String> arguments) {
        List<String> words = new ArrayList<>();
        options.forEach((key, value) -> words.addAll(option(key, value)));
        return joined(words, arguments);
    }

    /** Returns all arguments of a program that takes its options from a file. */
    List<String> words(String file, List<String> arguments) {
        return joined(List.of(file), arguments);
    }

    private List<String> joined(List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(this == LOSOTO ? arguments : options);
        all.addAll(this == LOSOTO ? options : arguments);
        return all;
    }

    private List<String> option(String key, String value) {
        return switch (this) {
            case GNU -> List.of(value.isEmpty() ? "--" + key : "--" + key + "=" + value);
            case LOFAR, LOSOTO -> List.of(key + "=" + value);
            case ARGPARSE -> value.isEmpty() ? List.of("--" + key) : List.of("--" + key, value);
            case WSCLEAN -> {
                List<String> words = new ArrayList<>(List.of("-" + key));
                String plain = value.startsWith("[") && value.endsWith("]")
                        ? value.substring(1, value.length() - 1).replace(',', ' ')
                        : value;
                Arrays.stream(plain.strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .forEach(words::add);
                yield words;
            }
        };
    }
}
