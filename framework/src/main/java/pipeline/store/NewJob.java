package pipeline.store;

import java.util.Objects;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;

/**
 * A job that is to be in the table.
 *
 * @param priority from 0, the most urgent, to 255
 */
public record NewJob(ComputeJob job, JobKey key, int priority) {
    public NewJob {
        Objects.requireNonNull(job, "job is null");
        Objects.requireNonNull(key, "key is null");
        if (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority must be from 0 to " + ComputeJob.LOWEST_PRIORITY + ", but was " + priority);
        }
    }
}
