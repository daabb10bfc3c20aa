package pipeline.text;

import java.time.Duration;
import java.util.Locale;

/** A length of time for people to read, in its two largest units. */
public final class DurationText {

    private DurationText() {}

    /** Returns such as {@code 45 s}, {@code 12 min 5 s}, {@code 3 h 5 min} or {@code 2 d 4 h}; less than nothing is {@code 0 s}. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    /** Returns seconds as {@link #of} does, with a decimal if they are fewer than ten: {@code 1.5 s}. */
    public static String ofSeconds(double seconds) {
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smallUnit;
    }
}
