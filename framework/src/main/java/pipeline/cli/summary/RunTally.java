package pipeline.cli.summary;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.cli.progress.RunWatcher;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.time.MonotonicClock;

/** Counts what becomes of the jobs of a run, for the summary at its end. Thread-safe. */
public final class RunTally implements RunWatcher {

    private final MonotonicClock clock;
    private final long begun;
    private final Map<String, DurationTally> durations = new HashMap<>();
    /** The numbers of the jobs that are on their hosts. */
    private final Set<Long> running = new HashSet<>();

    private int scheduled;
    private int done;
    private int kept;
    private int worked;

    /** Begins to count. */
    public RunTally(MonotonicClock clock) {
        this.clock = clock;
        this.begun = clock.nanos();
    }

    @Override
    public synchronized void scheduled(String step, List<ComputeJob> jobs) {
        scheduled += jobs.size();
    }

    @Override
    public JobListener listener(String step) {
        return RunWatcher.listener(this::begin, this::again, this::end);
    }

    private synchronized void begin(long number) {
        running.add(number);
    }

    private synchronized void again(long number) {
        running.remove(number);
    }

    private synchronized void end(Outcome outcome) {
        boolean hasRun =
                outcome.attempt().map(Attempt::number).filter(running::remove).isPresent();
        worked += hasRun ? 1 : 0;
        if (!outcome.isSuccess()) {
            return;
        }
        done++;
        kept += hasRun ? 0 : 1;
        if (hasRun) {
            durations
                    .computeIfAbsent(outcome.job().program(), program -> new DurationTally())
                    .add(outcome.job(), outcome.attempt().orElseThrow());
        }
    }

    /**
     * Returns what there is by now.
     *
     * @param unsuccessful what did not succeed so far
     */
    public synchronized TallyView view(List<Outcome> unsuccessful) {
        Map<JobEnd, Integer> ends = new EnumMap<>(JobEnd.class);
        unsuccessful.forEach(outcome -> ends.merge(JobEnd.of(outcome), 1, Integer::sum));
        Duration elapsed = Duration.ofNanos(clock.nanos() - begun);
        double seconds = elapsed.toMillis() / 1000.0;
        return new TallyView(
                new RunCounts(scheduled, done, kept, running.size(), ends),
                elapsed,
                seconds <= 0 ? 0 : worked / seconds,
                unsuccessful,
                durations.values().stream()
                        .flatMap(program -> program.stragglers().stream())
                        .sorted(Comparator.comparingDouble(Straggler::seconds).reversed())
                        .toList());
    }
}
