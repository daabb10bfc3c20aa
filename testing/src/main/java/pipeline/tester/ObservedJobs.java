package pipeline.tester;

import java.util.ArrayList;
import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Notes what starts and ends in a run. Thread-safe. */
final class ObservedJobs implements JobListener {

    private final List<ComputeJob> started = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    @Override
    public synchronized void started(ComputeJob job, long number) {
        started.add(job);
    }

    @Override
    public synchronized void ended(Outcome outcome) {
        outcomes.add(outcome);
    }

    synchronized List<ComputeJob> started() {
        return List.copyOf(started);
    }

    synchronized List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }
}
