package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.enqueue.DurationStats;
import pipeline.job.Attempt;
import pipeline.job.Outcome;
import pipeline.job.TimeLimit;

/** Finds attempts that take longer than they may. Confined to the dispatcher's loop. */
final class TimeLimitMonitor {

    /** How often {@link #overdue} is to be asked while it watches anything. */
    static final Duration PAUSE = Duration.ofMillis(200);

    /** An attempt that has taken longer than it may, and what to say of it. */
    record Overdue(RunningAttempt attempt, String reason) {}

    /** What takes no longer is no straggler, however short the others are. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Optional<TimeLimit> ofRun;
    private final Map<String, DurationStats> paces = new HashMap<>();
    private final Set<RunningAttempt> watched = new HashSet<>();

    /**
     * Makes one with nothing to watch.
     *
     * @param ofRun for jobs that have no limit of their own
     */
    TimeLimitMonitor(Optional<TimeLimit> ofRun) {
        this.ofRun = ofRun;
    }

    /** Takes what the job table has of the successes of programs, the latest first. */
    void learn(Map<String, List<Duration>> latest) {
        latest.forEach((program, durations) ->
                paces.computeIfAbsent(program, key -> new DurationStats()).learn(durations));
    }

    /** Watches an attempt if it has a limit; returns whether it has. */
    boolean watch(RunningAttempt run) {
        return limit(run).isPresent() && watched.add(run);
    }

    /** Notes how a run ended. */
    void ended(RunningAttempt run, Outcome outcome) {
        watched.remove(run);
        if (outcome.isSuccess()) {
            DurationStats stats = paces.computeIfAbsent(outcome.job().program(), key -> new DurationStats());
            outcome.attempt().map(Attempt::duration).ifPresent(stats::add);
        }
    }

    /**
     * Returns the attempts whose time is over, each once.
     *
     * @param now a reading of the monotonic clock
     */
    List<Overdue> overdue(long now) {
        List<Overdue> overdue = new ArrayList<>();
        for (RunningAttempt run : List.copyOf(watched)) {
            Duration ran = run.ran(now);
            String reason = ran == null ? null : reason(run, limit(run).orElseThrow(), ran);
            if (reason != null) {
                watched.remove(run);
                overdue.add(new Overdue(run, reason));
            }
        }
        return overdue;
    }

    /** Returns why an attempt that ran so long has to end; null if it may go on. */
    private @Nullable String reason(RunningAttempt run, TimeLimit limit, Duration ran) {
        if (limit instanceof TimeLimit.Fixed fixed) {
            return ran.compareTo(fixed.time()) < 0 ? null : "ran longer than its limit of " + seconds(fixed.time());
        }
        DurationStats stats = paces.get(run.job().job().program());
        Duration median = stats == null ? null : stats.median();
        int percent = ((TimeLimit.OfMedian) limit).percent();
        if (median == null) {
            return null;
        }
        Duration share = median.multipliedBy(percent).dividedBy(100);
        Duration time = share.compareTo(LEAST) > 0 ? share : LEAST;
        return ran.compareTo(time) < 0
                ? null
                : "ran longer than its limit of %s, %d%% of the median %s"
                        .formatted(seconds(time), percent, seconds(median));
    }

    private Optional<TimeLimit> limit(RunningAttempt run) {
        return run.job().job().options().timeout().or(() -> ofRun);
    }

    private static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        return seconds == Math.rint(seconds)
                ? "%d s".formatted(Math.round(seconds))
                : String.format(Locale.ROOT, "%.3f s", seconds);
    }
}
