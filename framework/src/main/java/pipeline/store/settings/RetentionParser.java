package pipeline.store.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.config.DurationParser;
import pipeline.store.RetentionLimits;

/** Reads how much the table keeps: {@code 30d}, {@code 1000000 jobs}, {@code 5 GB}, each at most once. */
final class RetentionParser {

    private static final Pattern COUNTED = Pattern.compile("([0-9]{1,15})\\s*(\\p{Alpha}+)");

    /** Units of the SI, as disks are sold. */
    private static final Map<String, Long> BYTES =
            Map.of("kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L);

    private RetentionParser() {}

    /**
     * Reads the items of a list; without items everything is kept.
     *
     * @throws IllegalArgumentException if one is not understood, or stands there twice
     */
    static RetentionLimits parse(List<String> items) {
        Optional<Duration> age = Optional.empty();
        OptionalLong jobs = OptionalLong.empty();
        OptionalLong bytes = OptionalLong.empty();
        for (String item : items) {
            String text = item.strip();
            Matcher counted = COUNTED.matcher(text);
            Optional<Duration> duration = DurationParser.parse(text);
            String unit = counted.matches() ? counted.group(2).toLowerCase(Locale.ROOT) : "";
            boolean again;
            if (unit.equals("job") || unit.equals("jobs")) {
                again = jobs.isPresent();
                jobs = OptionalLong.of(Long.parseLong(counted.group(1)));
            } else if (BYTES.containsKey(unit)) {
                again = bytes.isPresent();
                bytes = OptionalLong.of(bytes(text, Long.parseLong(counted.group(1)), BYTES.getOrDefault(unit, 1L)));
            } else if (duration.isPresent()) {
                again = age.isPresent();
                age = duration;
            } else {
                throw new IllegalArgumentException(
                        "must be a list of an age, a number of jobs and a size, such as 30d, 1000000 jobs, 5 GB, but has \""
                                + text + "\"");
            }
            if (again) {
                throw new IllegalArgumentException("says one thing twice, the second time with \"" + text + "\"");
            }
        }
        return new RetentionLimits(age, jobs, bytes);
    }

    private static long bytes(String text, long number, long unit) {
        try {
            return Math.multiplyExact(number, unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has a size that is too large: \"" + text + "\"", e);
        }
    }
}
