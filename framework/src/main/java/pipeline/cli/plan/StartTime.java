package pipeline.cli.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import pipeline.recipe.UsageException;
import pipeline.recipe.input.UtcTime;
import pipeline.text.ShellQuoting;

/** The start time of a run as it is typed, {@code 2026-10-28T14:14:18} in UTC, and as it names a directory. */
public final class StartTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private StartTime() {}

    /**
     * Reads a time; one without an offset is UTC, fractions of a second are dropped.
     *
     * @throws UsageException if it is no ISO 8601 date and time
     */
    static Instant parse(String text) {
        return UtcTime.parse(text)
                .orElseThrow(() ->
                        new UsageException("--start-time must be a date and time such as 2026-10-28T14:14:18, but was "
                                + ShellQuoting.quote(text)))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    /** Returns the name of the directory of a run, which says that it is UTC. */
    public static String directory(Instant time) {
        return text(time) + "Z";
    }
}
