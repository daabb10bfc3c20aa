package pipeline.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Makes the keys of the jobs of one step: what the recipe gave, or host, what runs, and the number among equals. */
final class JobKeys {

    private JobKeys() {}

    /**
     * Returns one key for each job, in their order; all are different.
     *
     * @throws IllegalArgumentException if the recipe gave two jobs one key
     */
    static List<JobKey> of(List<ComputeJob> jobs) {
        Map<JobKey, Integer> seen = new HashMap<>(jobs.size() * 2);
        List<JobKey> keys = new ArrayList<>(jobs.size());
        for (ComputeJob job : jobs) {
            JobKey key = job.key().orElseGet(() -> derived(job, 1));
            int number = seen.merge(key, 1, Integer::sum);
            if (number > 1) {
                if (job.key().isPresent()) {
                    throw new IllegalArgumentException(
                            "two jobs of one call have the key %s; give each a key of its own, or call scheduleJobs for each"
                                    .formatted(key.json()));
                }
                key = derived(job, number);
            }
            keys.add(key);
        }
        return keys;
    }

    private static JobKey derived(ComputeJob job, int number) {
        ObjectNode json = job.command().toJson();
        json.put("host", job.host());
        if (number > 1) {
            json.put("number", number);
        }
        return new JobKey(JobKey.canonical(json));
    }
}
