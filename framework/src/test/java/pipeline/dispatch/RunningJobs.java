package pipeline.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Knows which jobs run, by what a listener hears. */
final class RunningJobs implements JobListener {

    private final Set<Long> numbers = ConcurrentHashMap.newKeySet();

    Set<Long> numbers() {
        return numbers;
    }

    @Override
    public void started(ComputeJob job, long number) {
        numbers.add(number);
    }

    @Override
    public void waits(ComputeJob job, long number) {
        numbers.remove(number);
    }

    @Override
    public void ended(Outcome outcome) {
        outcome.attempt().ifPresent(attempt -> numbers.remove(attempt.number()));
    }
}
