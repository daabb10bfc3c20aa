package pipeline.recipe.spi;

import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** Knows in a dry run which jobs of a call would run, and says why the others would not. */
@FunctionalInterface
public interface DryRun {

    /**
     * Returns the jobs that would run, in their order.
     *
     * @param step the name of the call
     * @param provenance where the jobs come from
     * @throws Exception if that cannot be found out
     */
    List<ComputeJob> jobsToRun(String step, List<ComputeJob> jobs, Provenance provenance) throws Exception;

    /**
     * Makes sure that a run would take the jobs of a call.
     *
     * @throws Exception if it would refuse them, the same
     */
    default void check(List<ComputeJob> jobs, int maxPerNode) throws Exception {}

    /**
     * Returns the outcomes of the jobs of a call that was looked at, if none of them would run and all succeeded before.
     *
     * @throws Exception if that cannot be found out
     */
    default Optional<Outcomes> done(String step, List<ComputeJob> jobs) throws Exception {
        return Optional.empty();
    }
}
