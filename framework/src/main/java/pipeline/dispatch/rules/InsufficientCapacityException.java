package pipeline.dispatch.rules;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import pipeline.job.ComputeJob;
import pipeline.job.ResourceRequest;

/** Jobs need more than the configuration declares for their hosts. */
public final class InsufficientCapacityException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MOST_LISTED = 10;

    private InsufficientCapacityException(String message) {
        super(message);
    }

    /**
     * Makes sure that each job fits into what is declared for its host.
     *
     * @throws InsufficientCapacityException if some do not; the message says which need is too much for which hosts
     */
    public static void check(Collection<ComputeJob> jobs, ResourceRequest usual, Function<String, Capacity> declared) {
        Set<String> shortages = new LinkedHashSet<>();
        for (ComputeJob job : jobs) {
            ResourceRequest need = job.options().resources().orElse(usual);
            if (!need.isNothing()) {
                String shortage = declared.apply(job.host()).shortage(need, job.host());
                if (shortage != null) {
                    shortages.add("a job " + shortage);
                }
            }
        }
        if (!shortages.isEmpty()) {
            String more = shortages.size() > MOST_LISTED ? "; and " + (shortages.size() - MOST_LISTED) + " more" : "";
            throw new InsufficientCapacityException(
                    String.join("; ", shortages.stream().limit(MOST_LISTED).toList()) + more
                            + " (cores and memory in [remote]); nothing was started");
        }
    }
}
