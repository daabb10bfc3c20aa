package pipeline.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90} and {@code 90s} are seconds, {@code 2m}, {@code 1h30m}, {@code 1d}. */
public final class DurationParser {

    /** Examples, for messages. */
    public static final String EXPECTED = "a time above zero such as 90, 90s, 2m, 1h30m or 1d";

    private static final Pattern DURATION = Pattern.compile(
            "(?:(?<days>[0-9]{1,6})d)?(?:(?<hours>[0-9]{1,9})h)?(?:(?<minutes>[0-9]{1,9})m)?(?:(?<seconds>[0-9]{1,9})s?)?");

    private DurationParser() {}

    /** Reads a duration above zero; empty if it is none. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(part(parts, "days"))
                .plusHours(part(parts, "hours"))
                .plusMinutes(part(parts, "minutes"))
                .plusSeconds(part(parts, "seconds"));
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }

    /** Writes a duration of whole seconds so that it can be read again. */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        String text = part(seconds / 86_400, "d") + part(seconds / 3600 % 24, "h") + part(seconds / 60 % 60, "m");
        return text.isEmpty() || seconds % 60 != 0 ? text + seconds % 60 + "s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static long part(Matcher parts, String name) {
        String digits = parts.group(name);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
