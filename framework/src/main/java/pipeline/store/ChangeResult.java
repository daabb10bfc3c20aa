package pipeline.store;

import java.util.EnumMap;
import java.util.Map;
import pipeline.job.lifecycle.JobStatus;

/**
 * What a change of many jobs did.
 *
 * @param changed how many jobs were changed
 * @param refused how many were not, since their status does not allow it, by status
 */
public record ChangeResult(long changed, Map<JobStatus, Long> refused) {
    public ChangeResult {
        Map<JobStatus, Long> copy = new EnumMap<>(JobStatus.class);
        copy.putAll(refused);
        refused = Map.copyOf(copy);
    }
}
