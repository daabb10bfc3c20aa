package pipeline.dispatch.table;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.ListenerNotifier;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.Reservation;

/**
 * Outcomes on their way into the job table: nobody hears of one before the table has it. Where the table cannot be used,
 * the outcome is told all the same. Confined to the dispatcher's loop.
 */
public final class OutcomeRecorder {

    private final JobTableWriter ledger;
    private final ListenerNotifier notifier;
    private final EventLoop events;
    private final Consumer<Throwable> tableLost;
    private final Runnable changed;
    private final IdentityHashMap<QueuedJob, Outcome> pending = new IdentityHashMap<>();

    /**
     * Makes an empty one.
     *
     * @param tableLost is told, on the loop, when the table cannot be used
     * @param changed is run, on the loop, whenever there is less on its way
     */
    public OutcomeRecorder(
            JobTableWriter ledger,
            ListenerNotifier notifier,
            EventLoop events,
            Consumer<Throwable> tableLost,
            Runnable changed) {
        this.ledger = ledger;
        this.notifier = notifier;
        this.events = events;
        this.tableLost = tableLost;
        this.changed = changed;
    }

    public boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Gives how many outcomes are on their way. */
    public int size() {
        return pending.size();
    }

    /** Writes an ending, and hands what the table says of it on. */
    public void write(QueuedJob job, AttemptResult ended, Consumer<JobTableWriter.Written> then) {
        pending.put(job, ended.outcome());
        ledger.end(ended)
                .whenComplete((written, fault) -> events.post(() -> {
                    if (fault == null) {
                        settled(job, () -> then.accept(written));
                    } else {
                        lost(job, fault);
                    }
                }));
    }

    /** Tells an outcome that the table has. */
    public void tell(QueuedJob job, Outcome outcome) {
        notifier.ended(job, outcome);
    }

    /** Gives back the reservation of a job that was not started, if it has one, and tells its outcome. */
    public void giveBack(QueuedJob job, Outcome outcome) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            notifier.ended(job, outcome);
        } else {
            write(job, AttemptResult.released(reservation, outcome), written -> notifier.ended(job, outcome));
        }
    }

    /** Notes why jobs wait, gives back those that were reserved, and tells all of them. */
    public void park(List<QueuedJob> jobs, String reason) {
        List<QueuedJob> unreserved = new ArrayList<>();
        for (QueuedJob job : jobs) {
            Outcome outcome = Outcome.parked(job.job(), reason);
            job.call().note(Outcomes.Stop.PARKED);
            if (job.reservation() != null) {
                giveBack(job, outcome);
            } else {
                unreserved.add(job);
                pending.put(job, outcome);
            }
        }
        if (unreserved.isEmpty()) {
            return;
        }
        ledger.park(unreserved.stream().map(QueuedJob::number).toList(), reason)
                .whenComplete((done, fault) -> events.post(() -> unreserved.forEach(job -> {
                    if (fault == null) {
                        settled(job, () -> notifier.ended(job, Outcome.parked(job.job(), reason)));
                    } else {
                        lost(job, fault);
                    }
                })));
    }

    private void settled(QueuedJob job, Runnable then) {
        if (pending.remove(job) != null) {
            then.run();
            changed.run();
        }
    }

    /** Ends the run, since the table cannot be used. */
    public void tableLost(Throwable fault) {
        tableLost.accept(fault);
    }

    private void lost(QueuedJob job, Throwable fault) {
        tableLost(fault);
        Outcome outcome = pending.remove(job);
        if (outcome != null) {
            job.call().note(Outcomes.Stop.TABLE_LOST);
            notifier.ended(job, outcome);
            changed.run();
        }
    }

    /** Tells what is on its way, without waiting for the table any longer. */
    public void tellAll() {
        pending.forEach(notifier::ended);
        pending.clear();
    }
}
