package pipeline.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;

/**
 * A job that failed, or waits for a host that cannot be reached.
 *
 * @param id its number in the job table; 0 if it never came there
 * @param kind null for a job that waits
 * @param exitCode the program's own; null if it is not known
 * @param message one line that says why
 * @param own what belongs to this job alone and may stand in the message, such as its label and its declared outputs
 */
public record FailedJob(
        long id,
        String host,
        @Nullable FailureKind kind,
        @Nullable Integer exitCode,
        String message,
        List<String> own) {

    public FailedJob {
        own = List.copyOf(own);
    }
}
