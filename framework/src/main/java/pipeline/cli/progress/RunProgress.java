package pipeline.cli.progress;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.cli.overview.RemainingTime;
import pipeline.dispatch.AwayHost;
import pipeline.hostset.HostSet;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobLabel;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.time.MonotonicClock;

/** Counts the jobs of a run while it goes on, for each step and each host. Thread-safe. */
public final class RunProgress implements RunWatcher {

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private record Running(ComputeJob job, long since) {}

    private static final class Counts {
        int total;
        int done;
        int failed;
        int left;
        int skipped;
        int running;
        /** Those that ended and had started in this run: the others were done before and cost no time. */
        int worked;
        /** How long those took together. */
        long nanos;

        RemainingTime.HostJobs toDo() {
            return new RemainingTime.HostJobs(
                    total - done - failed - left - skipped - running,
                    running,
                    worked == 0 ? 0 : nanos / NANOS_PER_SECOND / worked);
        }
    }

    /** The jobs of a step, and those of it on each host. */
    private static final class StepCounts {
        final Counts counts = new Counts();
        final Map<String, Counts> hosts = new HashMap<>();
        final long begun;

        StepCounts(long begun) {
            this.begun = begun;
        }
    }

    private final MonotonicClock clock;
    private final Supplier<List<AwayHost>> away;
    private final long begun;
    private final Map<String, StepCounts> steps = new LinkedHashMap<>();
    private final Map<String, Counts> hosts = new TreeMap<>(HostSet.naturalOrder());
    private final Map<Long, Running> running = new HashMap<>();
    private long lastEnd;
    private long changes;

    /**
     * Begins to count.
     *
     * @param clock that of the run
     * @param away gives the hosts that get no jobs for now
     */
    public RunProgress(MonotonicClock clock, Supplier<List<AwayHost>> away) {
        this.clock = clock;
        this.away = away;
        this.begun = clock.nanos();
        this.lastEnd = begun;
    }

    @Override
    public synchronized void scheduled(String step, List<ComputeJob> jobs) {
        step(step);
        jobs.forEach(job -> counts(step, job).forEach(counts -> counts.total++));
        changes++;
    }

    @Override
    public JobListener listener(String step) {
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                begin(step, job, number);
            }

            @Override
            public void waits(ComputeJob job, long number) {
                again(step, job, number);
            }

            @Override
            public void ended(Outcome outcome) {
                end(step, outcome);
            }
        };
    }

    private synchronized void begin(String step, ComputeJob job, long number) {
        Running known = running.put(number, new Running(job, clock.nanos()));
        if (known == null) {
            counts(step, job).forEach(counts -> counts.running++);
        }
        changes++;
    }

    private synchronized void again(String step, ComputeJob job, long number) {
        if (running.remove(number) != null) {
            counts(step, job).forEach(counts -> counts.running--);
        }
        changes++;
    }

    private synchronized void end(String step, Outcome outcome) {
        Running known = ended(outcome);
        boolean hasRun = known != null && outcome.attempt().isPresent();
        lastEnd = hasRun ? clock.nanos() : lastEnd;
        counts(step, outcome.job()).forEach(counts -> {
            counts.running -= known == null ? 0 : 1;
            if (known != null && hasRun) {
                counts.worked++;
                counts.nanos += lastEnd - known.since();
            }
            count(counts, outcome);
        });
        changes++;
    }

    /** A job that could not be brought to its host has no attempt, though it was about to start. */
    private @Nullable Running ended(Outcome outcome) {
        Long number = outcome.attempt()
                .map(Attempt::number)
                .or(() -> running.entrySet().stream()
                        .filter(entry -> entry.getValue().job() == outcome.job())
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElse(null);
        return number == null ? null : running.remove(number);
    }

    private static void count(Counts counts, Outcome outcome) {
        switch (outcome.state()) {
            case SUCCEEDED -> counts.done++;
            case FAILED -> counts.failed++;
            case SKIPPED -> counts.skipped++;
            case PARKED, IGNORED, NOT_STARTED -> counts.left++;
        }
    }

    private StepCounts step(String name) {
        return steps.computeIfAbsent(name, step -> new StepCounts(clock.nanos()));
    }

    /** Returns all counts in which a job is one. */
    private List<Counts> counts(String step, ComputeJob job) {
        StepCounts ofStep = step(step);
        return List.of(
                ofStep.counts,
                ofStep.hosts.computeIfAbsent(job.host(), host -> new Counts()),
                hosts.computeIfAbsent(job.host(), host -> new Counts()));
    }

    /** Returns a number that grows with each change. */
    synchronized long changes() {
        return changes;
    }

    /** Returns how far it is now. */
    ProgressView view() {
        return view(away.get());
    }

    private synchronized ProgressView view(List<AwayHost> hostsAway) {
        long now = clock.nanos();
        Duration elapsed = Duration.ofNanos(now - begun);
        Map<String, Running> longest = new HashMap<>();
        running.values()
                .forEach(job -> longest.merge(
                        job.job().host(), job, (one, other) -> one.since() - other.since() <= 0 ? one : other));
        return new ProgressView(
                steps.entrySet().stream()
                        .map(entry -> step(entry.getKey(), entry.getValue(), now))
                        .toList(),
                hosts.entrySet().stream()
                        .map(entry -> host(entry.getKey(), entry.getValue(), longest.get(entry.getKey()), now))
                        .toList(),
                hostsAway,
                elapsed,
                Duration.ofNanos(now - lastEnd));
    }

    /** Returns the jobs that run now, the longest first. */
    synchronized List<ProgressView.Job> running() {
        long now = clock.nanos();
        return running.entrySet().stream()
                .map(entry -> new ProgressView.Job(
                        entry.getKey(),
                        JobLabel.described(entry.getValue().job()),
                        Duration.ofNanos(now - entry.getValue().since())))
                .sorted(Comparator.comparing(ProgressView.Job::age).reversed().thenComparing(ProgressView.Job::number))
                .toList();
    }

    private static ProgressView.StepView step(String name, StepCounts step, long now) {
        Counts counts = step.counts;
        double seconds = (now - step.begun) / NANOS_PER_SECOND;
        return new ProgressView.StepView(
                name,
                counts.total,
                counts.done,
                counts.failed,
                counts.left,
                counts.skipped,
                counts.running,
                seconds <= 0 ? 0 : counts.worked / seconds,
                step.hosts.values().stream().map(Counts::toDo).toList());
    }

    private static ProgressView.Host host(String name, Counts counts, @Nullable Running longest, long now) {
        return new ProgressView.Host(
                name,
                counts.total,
                counts.done,
                counts.failed,
                counts.left,
                counts.skipped,
                counts.running,
                longest == null ? "" : JobLabel.of(longest.job()),
                longest == null ? Duration.ZERO : Duration.ofNanos(now - longest.since()));
    }
}
