package pipeline.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns the text of a value into what its user needs; what does not fit is refused with what was expected. */
final class ValueConversions {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,10}");

    /** What a shell would replace; nothing here does. */
    private static final Pattern SHELL_VARIABLE = Pattern.compile("\\$(\\{|[A-Z_][A-Z0-9_]*)");

    private ValueConversions() {}

    static int integer(String text, int min, int max) throws BadValueException {
        if (WHOLE_NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw expected("a whole number from " + min + " to " + max, text);
    }

    static Duration duration(String text) throws BadValueException {
        return DurationParser.parse(text).orElseThrow(() -> expected(DurationParser.EXPECTED, text));
    }

    static boolean flag(String text) throws BadValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw expected("one of true, yes, on, 1, false, no, off, 0", text);
        };
    }

    static <E extends Enum<E>> E word(String text, Class<E> type) throws BadValueException {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        E constant = words.get(text);
        if (constant == null) {
            BadValueException problem = expected("one of " + String.join(", ", words.keySet()), text);
            throw Suggestion.of(text, words.keySet())
                    .map(word -> new BadValueException(problem.problem() + ", did you mean " + word + "?"))
                    .orElse(problem);
        }
        return constant;
    }

    /** Returns the name of a place as it stands; what looks like a shell's variable would be taken for a part of the name. */
    static String place(String text) throws BadValueException {
        if (SHELL_VARIABLE.matcher(text).find()) {
            throw new BadValueException(
                    "must name a place without variables of a shell, which are not replaced here, but was "
                            + IniValue.shown(text)
                            + "; write ~/ for the home directory, or %(name)s for the value of another key");
        }
        return text;
    }

    static Path path(String text) throws BadValueException {
        place(text);
        String expanded =
                text.equals("~") || text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
        if (expanded.startsWith("~") || expanded.isEmpty() || expanded.indexOf('\n') >= 0) {
            throw expected("one path, absolute or beginning with ~/", text);
        }
        try {
            return Path.of(expanded);
        } catch (InvalidPathException e) {
            throw expected("a path of this system (" + e.getReason() + ")", text);
        }
    }

    private static BadValueException expected(String what, String text) {
        return new BadValueException("must be " + what + ", but was " + IniValue.shown(text));
    }
}
