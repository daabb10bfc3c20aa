package pipeline.cli.progress;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;

/** Hears of all jobs of a run, beside the recipe. */
@FunctionalInterface
public interface RunWatcher {

    /** Returns what hears of the jobs of a step. */
    JobListener listener(String step);

    /** Jobs of a step are to run. */
    default void scheduled(String step, List<ComputeJob> jobs) {}
}
