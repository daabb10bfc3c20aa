package pipeline.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job on its host. It is the same whether its run has just ended or it comes from the job table; times are in
 * milliseconds, as they are there.
 *
 * <pre>{@code
 * Duration longest = outcomes.stream()
 *         .flatMap(outcome -> outcome.attempt().stream())
 *         .map(Attempt::duration)
 *         .max(Comparator.naturalOrder())
 *         .orElse(Duration.ZERO);
 * }</pre>
 *
 * @param number the job's number in the job table, from 1
 * @param ordinal which of the job's attempts it is, from 1; 0 if the job was not reserved for it
 * @param started when it began on the host, by the clock of the master that ran it; null if it never did, or if the table keeps no
 *     more of it than its success
 * @param duration from the start on the host to the end, as the master saw it; zero if it never began
 * @param stdout the file on the master that holds what the job printed; null if it printed nothing
 * @param stderr the same for standard error
 */
public record Attempt(
        long number,
        int ordinal,
        @Nullable Instant started,
        Duration duration,
        @Nullable Path stdout,
        @Nullable Path stderr) {

    public Attempt {
        started = started == null ? null : started.truncatedTo(ChronoUnit.MILLIS);
        duration = duration.truncatedTo(ChronoUnit.MILLIS);
    }

    /** An attempt for which the job was not reserved. */
    public Attempt(
            long number, @Nullable Instant started, Duration duration, @Nullable Path stdout, @Nullable Path stderr) {
        this(number, 0, started, duration, stdout, stderr);
    }
}
