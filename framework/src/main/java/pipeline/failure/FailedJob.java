package pipeline.failure;

import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;

/**
 * A job that failed, or waits for a host that cannot be reached.
 *
 * @param id its number in the job table
 * @param kind null for a job that waits
 * @param exitCode the program's own; null if it is not known
 * @param message one line that says why
 */
public record FailedJob(
        long id,
        String host,
        @Nullable FailureKind kind,
        @Nullable Integer exitCode,
        String message) {}
