package pipeline.dispatch.rules;

import java.util.Collection;
import pipeline.job.ComputeJob;

/** Refuses jobs for which their hosts, as they are declared, never have room. */
public final class CapacityCheck {

    private CapacityCheck() {}

    /**
     * Makes sure that each job fits on its host, and each gang on its hosts at once.
     *
     * @param maxPerNode how many jobs may run on one machine
     * @throws InsufficientCapacityException if a job needs more than is declared for its host
     * @throws OversizedGangException if a gang cannot run all at once
     */
    public static void check(
            Collection<ComputeJob> jobs, int maxPerNode, RunRules.Throttle throttle, DispatchSettings settings) {
        InsufficientCapacityException.check(jobs, throttle.usual(), settings::capacity);
        OversizedGangException.check(jobs, maxPerNode, throttle, settings);
    }
}
