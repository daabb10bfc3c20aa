package pipeline.cli.progress;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Hears of all jobs of a run, beside the recipe. */
@FunctionalInterface
public interface RunWatcher {

    /** Returns what hears of the jobs of a step. */
    JobListener listener(String step);

    /** Returns a watcher that passes all that it hears to others, one after the other. */
    static RunWatcher all(List<RunWatcher> watchers) {
        return new WatcherGroup(watchers);
    }

    /**
     * Returns a listener for those who need to know which jobs run, and how they end.
     *
     * @param started takes the number of a job
     * @param waits takes the number of a job of which an attempt is over that was not its end
     */
    static JobListener listener(LongConsumer started, LongConsumer waits, Consumer<Outcome> ended) {
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                started.accept(number);
            }

            @Override
            public void waits(ComputeJob job, long number) {
                waits.accept(number);
            }

            @Override
            public void ended(Outcome outcome) {
                ended.accept(outcome);
            }
        };
    }

    /** Jobs of a step are to run. */
    default void scheduled(String step, List<ComputeJob> jobs) {}
}
