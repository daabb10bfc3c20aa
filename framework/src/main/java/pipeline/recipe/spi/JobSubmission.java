package pipeline.recipe.spi;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcomes;

/** Takes the jobs of a recipe, each call as a step. Thread-safe. */
public interface JobSubmission {

    /** Runs the jobs of a call that has no name, and waits for them. */
    Outcomes schedule(List<ComputeJob> jobs, int maxPerNode, JobListener listener) throws InterruptedException;

    /** Runs the jobs of a named call, and waits for them. */
    Outcomes schedule(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException;

    /** Submits the jobs of a call that has no name. */
    JobSet submit(List<ComputeJob> jobs, int maxPerNode, JobListener listener);

    /** Submits the jobs of a named call. */
    JobSet submit(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener);
}
