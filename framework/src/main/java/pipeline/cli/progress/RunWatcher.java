package pipeline.cli.progress;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;

/** Hears of all jobs of a run, beside the recipe. */
@FunctionalInterface
public interface RunWatcher {

    /** Returns what hears of the jobs of a step. */
    JobListener listener(String step);

    /** Returns a watcher that tells others of all that it hears, one after the other. */
    static RunWatcher all(List<RunWatcher> watchers) {
        return new WatcherGroup(watchers);
    }

    /** Jobs of a step are to run. */
    default void scheduled(String step, List<ComputeJob> jobs) {}
}
