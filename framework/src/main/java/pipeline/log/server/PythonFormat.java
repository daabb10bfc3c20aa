package pipeline.log.server;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.LogEvent;
import pipeline.config.Suggestion;

/**
 * Log lines after a format of Python's logging, such as {@code %(asctime)s %(levelname)-7s %(name)s: %(message)s}: flags,
 * width and precision as in Python's {@code %} operator. Immutable.
 */
final class PythonFormat {

    /** What Python's logging takes where no time format is given. */
    private static final String DEFAULT_TIME = "%Y-%m-%d %H:%M:%S,";

    private static final Pattern FIELD = Pattern.compile(
            "%(?:(?<percent>%)|\\((?<name>[^)]*)\\)(?<flags>[-+ 0#]*)(?<width>\\d{0,4})(?<precision>(?:\\.\\d{0,4})?)(?<type>[a-zA-Z])?)?");

    private final List<Function<LogEvent, String>> parts = new ArrayList<>();

    /**
     * Reads a format.
     *
     * @param datefmt how {@code asctime} is written, in the words of {@code strftime}; empty takes Python's own default
     * @throws IllegalArgumentException if either cannot be understood; the message says which part and what was expected
     */
    PythonFormat(String format, String datefmt, ZoneId zone) {
        DateTimeFormatter time = timeFormatter(datefmt);
        Matcher field = FIELD.matcher(format);
        int done = 0;
        while (field.find()) {
            literal(format.substring(done, field.start()));
            done = field.end();
            if (field.group("percent") != null) {
                literal("%");
            } else {
                parts.add(field(field, time, zone));
            }
        }
        literal(format.substring(done));
    }

    /** Checks a time format alone. */
    static DateTimeFormatter timeFormatter(String datefmt) {
        if (!datefmt.isEmpty()) {
            return Strftime.formatter(datefmt);
        }
        return new DateTimeFormatterBuilder()
                .append(Strftime.formatter(DEFAULT_TIME))
                .appendPattern("SSS")
                .toFormatter(Locale.US);
    }

    /** Writes an event, without a line feed at its end. */
    String format(LogEvent event) {
        StringBuilder line = new StringBuilder();
        for (Function<LogEvent, String> part : parts) {
            line.append(part.apply(event));
        }
        return line.toString();
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(event -> text);
        }
    }

    private static Function<LogEvent, String> field(Matcher match, DateTimeFormatter time, ZoneId zone) {
        String whole = match.group();
        if (match.group("name") == null) {
            throw new IllegalArgumentException("a single % is no field; write %% for a percent sign, or %(message)s");
        }
        PythonLogField field = named(match.group("name"));
        String type = match.group("type");
        if (type == null) {
            throw new IllegalArgumentException(whole + " must end with its type, as in " + whole + "s");
        }
        Function<LogEvent, Object> value = field.value(time, zone);
        String spec = javaSpec(match, field, type);
        if (spec.equals("%s")) {
            return event -> String.valueOf(value.apply(event));
        }
        return switch (type) {
            case "s" -> event -> String.format(Locale.ROOT, spec, value.apply(event));
            case "d" -> event -> String.format(Locale.ROOT, spec, ((Number) value.apply(event)).longValue());
            default -> event -> String.format(Locale.ROOT, spec, ((Number) value.apply(event)).doubleValue());
        };
    }

    private static PythonLogField named(String name) {
        return Arrays.stream(PythonLogField.values())
                .filter(field -> field.pythonName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    private static String unknown(String name) {
        List<String> names = Arrays.stream(PythonLogField.values())
                .map(PythonLogField::pythonName)
                .toList();
        return "%(" + name + ") is no field of a log record"
                + Suggestion.of(name, names)
                        .map(near -> ", did you mean %(" + near + ")? Expected")
                        .orElse(", expected")
                + " one of " + String.join(" ", names);
    }

    private static String javaSpec(Matcher match, PythonLogField field, String type) {
        boolean fits = switch (type) {
            case "s" -> true;
            case "d", "f" -> field.kind() != PythonLogField.Kind.TEXT;
            default -> false;
        };
        if (!fits) {
            throw new IllegalArgumentException(match.group() + " must have the type s"
                    + (field.kind() == PythonLogField.Kind.TEXT ? "" : ", d or f") + ", but has " + type);
        }
        boolean text = type.equals("s");
        String width = match.group("width");
        boolean left = match.group("flags").indexOf('-') >= 0 && !width.isEmpty();
        // Python ignores flags that make no sense together, Java refuses them.
        String given = match.group("flags");
        String flags = (left ? "-" : "")
                + (!text && given.contains("+") ? "+" : "")
                + (!text && given.contains(" ") && !given.contains("+") ? " " : "")
                + (!text && given.contains("0") && !left && !width.isEmpty() ? "0" : "");
        String precision = match.group("precision");
        if (type.equals("d")) {
            precision = "";
        } else if (precision.equals(".")) {
            precision = ".0";
        }
        return "%" + flags + width.replaceFirst("^0+", "") + precision + type;
    }
}
