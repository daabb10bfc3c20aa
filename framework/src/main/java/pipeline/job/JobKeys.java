package pipeline.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the keys of the jobs of one step, whose jobs may come one after the other: what the recipe gave, or host, what runs, and
 * the number among equals. Not thread-safe.
 *
 * <pre>{@code
 * JobKeys keys = new JobKeys();
 * List<JobKey> first = keys.next(jobs);
 * List<JobKey> second = keys.next(List.of(job));
 * }</pre>
 */
public final class JobKeys {

    private final Map<JobKey, Integer> seen = new HashMap<>();

    /** Begins with a step that has no jobs yet. */
    public JobKeys() {}

    static List<JobKey> of(List<ComputeJob> jobs) {
        return new JobKeys().next(jobs);
    }

    /**
     * Returns one key for each job, in their order; all are different, also from those before.
     *
     * @throws IllegalArgumentException if the recipe gave two jobs one key; no key counts as made then
     */
    public List<JobKey> next(List<ComputeJob> jobs) {
        refuseTwins(jobs);
        List<JobKey> keys = new ArrayList<>(jobs.size());
        for (ComputeJob job : jobs) {
            JobKey key = job.key().orElseGet(() -> derived(job, 1));
            int number = seen.merge(key, 1, Integer::sum);
            keys.add(number > 1 ? derived(job, number) : key);
        }
        return keys;
    }

    private void refuseTwins(List<ComputeJob> jobs) {
        Set<JobKey> own = new HashSet<>();
        for (ComputeJob job : jobs) {
            JobKey key = job.key().orElse(null);
            if (key != null && (seen.containsKey(key) || !own.add(key))) {
                throw new IllegalArgumentException(
                        "two jobs of one step have the key %s; give each a key of its own, or a step of its own"
                                .formatted(key.json()));
            }
        }
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
