package pipeline.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.identity.Fingerprint;

/**
 * A job that is to be in the table.
 *
 * @param priority from 0, the most urgent, to 255
 * @param fingerprint what it would do; null where its runner finds that out
 */
public record NewJob(
        ComputeJob job, JobKey key, int priority, @Nullable Fingerprint fingerprint) {
    public NewJob {
        Objects.requireNonNull(job, "job is null");
        Objects.requireNonNull(key, "key is null");
        if (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority must be from 0 to " + ComputeJob.LOWEST_PRIORITY + ", but was " + priority);
        }
    }
}
