package pipeline.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job on its host.
 *
 * @param number the job's number in the job table, from 1
 * @param ordinal which of the job's attempts it is, from 1; 0 if the job was not reserved for it
 * @param duration from the start on the host to the end, as the master saw it
 * @param stdout the file on the master that holds what the job printed; null if it printed nothing
 * @param stderr the same for standard error
 */
public record Attempt(
        long number,
        int ordinal,
        Instant started,
        Duration duration,
        @Nullable Path stdout,
        @Nullable Path stderr) {

    /** An attempt for which the job was not reserved. */
    public Attempt(long number, Instant started, Duration duration, @Nullable Path stdout, @Nullable Path stderr) {
        this(number, 0, started, duration, stdout, stderr);
    }
}
