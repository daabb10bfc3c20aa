package pipeline.store.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import pipeline.config.DurationParser;

/** Reads times as people write them: ISO 8601, UTC where nothing else is said, or how long ago. */
final class TimeParser {

    static final String EXAMPLES =
            "a time such as \"2026-10-28T14:00:00Z\", \"2026-10-28 16:00+02:00\" or \"2026-10-28\","
                    + " or \"-1h\", \"-30m\", \"-2d12h\" for so long ago";

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd[['T'][ ]HH:mm[:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("][ ][XXX][XX][X]]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private TimeParser() {}

    /** Returns the time in milliseconds, what is below them cut off; empty if the text is none. */
    static Optional<Instant> read(String text, Instant now) {
        String stripped = text.strip();
        Optional<Duration> ago = stripped.startsWith("-")
                ? DurationParser.parse(stripped.substring(1).strip())
                : Optional.empty();
        if (ago.isPresent()) {
            return Optional.of(now.minus(ago.get()));
        }
        try {
            Instant time = instant(ISO.parseBest(stripped, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
            return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(TemporalAccessor read) {
        if (read instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        LocalDateTime time = read instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) read;
        return time.toInstant(ZoneOffset.UTC);
    }
}
