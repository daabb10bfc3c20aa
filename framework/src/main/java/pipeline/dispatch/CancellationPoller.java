package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Ticker;

/**
 * Ends what runs although somebody has cancelled it in the job table, which is looked at now and then. Confined to the
 * dispatcher's loop, but for its clockwork.
 */
final class CancellationPoller implements AutoCloseable {

    /** How long a job goes on at most before its end begins. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final String REASON = "cancelled";

    private final RunningJobs running;
    private final JobTableWriter ledger;
    private final EventLoop events;
    private final Timeouts timeouts;
    private final Ticker clockwork;
    private boolean isAsked;

    CancellationPoller(RunningJobs running, JobTableWriter ledger, EventLoop events, Timeouts timeouts) {
        this.running = running;
        this.ledger = ledger;
        this.events = events;
        this.timeouts = timeouts;
        this.clockwork = new Ticker("cancellations", PAUSE, () -> events.post(this::look));
    }

    private void look() {
        List<RunningAttempt> runs = running.all();
        // a table that is waited for must not be asked more and more meanwhile
        if (runs.isEmpty() || isAsked) {
            return;
        }
        isAsked = true;
        ledger.cancelled(runs.stream().map(run -> run.job().number()).toList())
                .whenComplete((cancelled, fault) -> events.post(() -> {
                    isAsked = false;
                    // where the table cannot be used, whoever writes to it finds that out and tells it
                    if (fault == null) {
                        runs.stream()
                                .filter(run -> cancelled.contains(run.job().number()))
                                .forEach(run -> run.cancel(REASON, timeouts.grace(), timeouts));
                    }
                }));
    }

    @Override
    public void close() {
        clockwork.close();
    }
}
