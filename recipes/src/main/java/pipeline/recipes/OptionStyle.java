package pipeline.recipes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a program takes options, that are keys with values, and other arguments. Immutable.
 *
 * @param argument what stands before each argument that is no option
 * @param option what stands before a key of one letter
 * @param longOption what stands before a longer key
 * @param separator what stands between key and value; a blank for two words
 * @param splitsLists whether a value of several becomes several words, where the separator makes words
 * @param isLast whether options, or the file that has them, stand behind the other arguments
 */
record OptionStyle(
        String argument, String option, String longOption, String separator, boolean splitsLists, boolean isLast) {

    /** Makes one in which all keys begin alike, and options stand before the other arguments. */
    static OptionStyle of(String prefix, String separator) {
        return new OptionStyle("", prefix, prefix, separator, false, false);
    }

    /** Returns the same with several words for several values. */
    OptionStyle splittingLists() {
        return new OptionStyle(argument, option, longOption, separator, true, isLast);
    }

    /** Returns the same with the options behind the other arguments. */
    OptionStyle last() {
        return new OptionStyle(argument, option, longOption, separator, splitsLists, true);
    }

    /** Returns the same with other texts where there are some. */
    OptionStyle with(
            Optional<String> newArgument,
            Optional<String> newOption,
            Optional<String> newLongOption,
            Optional<String> newSeparator) {
        return new OptionStyle(
                newArgument.orElse(argument),
                newOption.orElse(option),
                newLongOption.orElse(longOption),
                newSeparator.orElse(separator),
                splitsLists,
                isLast);
    }

    /**
     * Returns all arguments of a program.
     *
     * @param options by key; an empty value makes a flag
     * @param arguments the others
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
        List<String> others = arguments.stream().map(word -> argument + word).toList();
        List<String> all = new ArrayList<>(isLast ? others : options);
        all.addAll(isLast ? options : others);
        return all;
    }

    private List<String> option(String key, String value) {
        String prefix = key.codePointCount(0, key.length()) == 1 ? option : longOption;
        String begin = prefix + key;
        boolean isOneWord = separator.isEmpty() || !separator.isBlank();
        if (value.isEmpty()) {
            // what begins with nothing would be an argument and no option
            return List.of(prefix.isEmpty() && isOneWord ? begin + separator : begin);
        }
        if (isOneWord) {
            return List.of(begin + separator + value);
        }
        List<String> words = new ArrayList<>(List.of(begin));
        words.addAll(splitsLists ? several(value) : List.of(value));
        return words;
    }

    private static List<String> several(String value) {
        String plain = value.startsWith("[") && value.endsWith("]")
                ? value.substring(1, value.length() - 1).replace(',', ' ')
                : value;
        return Arrays.stream(plain.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
