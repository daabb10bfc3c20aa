package pipeline.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.lifecycle.JobStatus;

/**
 * How far the jobs of one host are, and how long those took that succeeded.
 *
 * @param counts how many jobs stand where; without those of which there are none
 * @param parked how many of the pending ones wait for the host, which cannot be reached
 * @param median in seconds; null if none succeeded
 * @param slowest in seconds; null if none succeeded
 */
public record HostProgress(
        String host,
        Map<JobStatus, Long> counts,
        long parked,
        @Nullable Double median,
        @Nullable Double slowest) {

    public HostProgress {
        counts = Map.copyOf(counts);
    }

    /** Returns how many jobs have a status. */
    public long count(JobStatus status) {
        return counts.getOrDefault(status, 0L);
    }
}
