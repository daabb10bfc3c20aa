package pipeline.cli;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The start time of a run as it is typed and as it names a directory: {@code 2026-10-28T14:14:18}, in UTC. */
final class StartTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private StartTime() {}

    /**
     * Reads a time; one without an offset is UTC, fractions of a second are dropped.
     *
     * @throws UsageException if it is no ISO 8601 date and time
     */
    static Instant parse(String text) {
        try {
            return DateTimeFormatter.ISO_DATE_TIME
                    .parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                    .query(temporal -> temporal instanceof OffsetDateTime withOffset
                            ? withOffset.toInstant()
                            : LocalDateTime.from(temporal).toInstant(ZoneOffset.UTC))
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException e) {
            throw new UsageException("--start-time must be a date and time such as 2026-10-28T14:14:18, but was "
                    + ShellQuoting.quote(text));
        }
    }

    static String text(Instant time) {
        return FORMAT.format(time);
    }
}
