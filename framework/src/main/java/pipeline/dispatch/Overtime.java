package pipeline.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.JobRun;
import pipeline.dispatch.enroll.Pace;
import pipeline.dispatch.ledger.Ticker;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.rules.Patience;
import pipeline.job.Attempt;
import pipeline.job.Outcome;
import pipeline.job.TimeLimit;

/**
 * Ends attempts that take longer than they may, one clock for all of them. Confined to the dispatcher's loop, but for
 * {@link #learn} and {@link #close}.
 */
final class Overtime implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** What takes no longer is no straggler, however short the others are. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Optional<TimeLimit> ofRun;
    private final EventLoop events;
    private final Patience patience;
    private final Map<String, Pace> paces = new HashMap<>();
    private final Set<JobRun> watched = new HashSet<>();
    private @Nullable Ticker clock;

    /**
     * Makes one with nothing to watch.
     *
     * @param ofRun for jobs that have no limit of their own
     */
    Overtime(Optional<TimeLimit> ofRun, EventLoop events, Patience patience) {
        this.ofRun = ofRun;
        this.events = events;
        this.patience = patience;
    }

    /** Takes from any thread what the job table has of the successes of programs, the latest first. */
    void learn(Map<String, List<Duration>> latest) {
        if (!latest.isEmpty()) {
            events.post(() -> latest.forEach((program, durations) ->
                    paces.computeIfAbsent(program, key -> new Pace()).learn(durations)));
        }
    }

    /** Ends a run when its time is over, if it has a limit. */
    void watch(JobRun run) {
        if (limit(run).isEmpty()) {
            return;
        }
        watched.add(run);
        if (clock == null) {
            clock = new Ticker("time-limits", PAUSE, () -> events.post(this::look));
        }
    }

    /** Takes note of how a run ended. */
    void ended(JobRun run, Outcome outcome) {
        watched.remove(run);
        if (outcome.isSuccess()) {
            Pace pace = paces.computeIfAbsent(outcome.job().program(), key -> new Pace());
            outcome.attempt().map(Attempt::duration).ifPresent(pace::add);
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (JobRun run : List.copyOf(watched)) {
            Duration ran = run.ran(now);
            String reason = ran == null ? null : reason(run, limit(run).orElseThrow(), ran);
            if (reason != null) {
                watched.remove(run);
                run.timeOut(reason, patience);
            }
        }
    }

    /** Gives why an attempt that ran so long has to end; null if it may go on. */
    private @Nullable String reason(JobRun run, TimeLimit limit, Duration ran) {
        if (limit instanceof TimeLimit.Fixed fixed) {
            return ran.compareTo(fixed.time()) < 0 ? null : "ran longer than its limit of " + seconds(fixed.time());
        }
        Pace pace = paces.get(run.job().job().program());
        Duration median = pace == null ? null : pace.median();
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

    private Optional<TimeLimit> limit(JobRun run) {
        return run.job().job().options().timeout().or(() -> ofRun);
    }

    private static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        return seconds == Math.rint(seconds)
                ? "%d s".formatted(Math.round(seconds))
                : String.format(Locale.ROOT, "%.3f s", seconds);
    }

    @Override
    public void close() {
        Ticker running = clock;
        if (running != null) {
            running.close();
        }
    }
}
