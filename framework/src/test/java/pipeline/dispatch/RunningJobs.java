package pipeline.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Counts by what a listener hears, for each job, the starts that have neither an end nor another wait. */
final class RunningJobs implements JobListener {

    private final Map<Long, Integer> starts = new ConcurrentHashMap<>();

    /** Returns the counts that are not zero, by the numbers of the jobs. */
    Map<Long, Integer> starts() {
        return starts;
    }

    @Override
    public void started(ComputeJob job, long number) {
        count(number, 1);
    }

    @Override
    public void waits(ComputeJob job, long number) {
        count(number, -1);
    }

    @Override
    public void ended(Outcome outcome) {
        outcome.attempt().ifPresent(attempt -> count(attempt.number(), -1));
    }

    private void count(long number, int change) {
        starts.merge(number, change, (one, other) -> one + other == 0 ? null : one + other);
    }
}
