package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import pipeline.dispatch.attempt.JobRun;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Ticker;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.rules.Patience;

/**
 * Ends what runs although somebody has cancelled it in the job table, which is looked at now and then. Confined to the
 * dispatcher's loop, but for its clockwork.
 */
final class Cancellations implements AutoCloseable {

    /** How long a job goes on at most before its end begins. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final String REASON = "cancelled";

    private final RunningJobs running;
    private final Ledger ledger;
    private final EventLoop events;
    private final Patience patience;
    private final Ticker clockwork;
    private boolean isAsked;

    Cancellations(RunningJobs running, Ledger ledger, EventLoop events, Patience patience) {
        this.running = running;
        this.ledger = ledger;
        this.events = events;
        this.patience = patience;
        this.clockwork = new Ticker("cancellations", PAUSE, () -> events.post(this::look));
    }

    private void look() {
        List<JobRun> runs = running.all();
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
                                .forEach(run -> run.cancel(REASON, patience.grace(), patience));
                    }
                }));
    }

    @Override
    public void close() {
        clockwork.close();
    }
}
