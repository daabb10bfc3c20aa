package pipeline.dispatch;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** Runs the jobs of a recipe. */
@FunctionalInterface
public interface JobRunner {

    /**
     * Runs jobs and blocks until each has an outcome; may be called from several threads at once.
     *
     * @param step the name of the call, the same in every run of the recipe
     * @param maxPerNode at most so many at a time on one machine, counted over all calls; at least 1
     * @param provenance where the jobs come from
     * @return one outcome for each job, in the order of the jobs
     * @throws InterruptedException if the calling thread is interrupted
     * @throws Exception if the jobs cannot be run at all; nothing has been started then
     */
    Outcomes run(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
            throws Exception;

    /**
     * Begins a call whose jobs may come one after the other.
     *
     * @param step the name of the call, the same in every run of the recipe
     * @param maxPerNode at most so many at a time on one machine, counted over all calls; at least 1
     * @param listener hears of each job; of its end once
     * @throws UnsupportedOperationException if this runner takes all jobs of a call at once
     */
    default JobCall open(String step, int maxPerNode, JobListener listener) {
        throw new UnsupportedOperationException("this runner takes all jobs of a call at once");
    }
}
