package pipeline.dispatch.ledger;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.queue.Publisher;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.Reservation;

/**
 * Outcomes on their way into the job table: nobody hears of one before the table has it. Where the table cannot be used,
 * the outcome is told all the same. Confined to the dispatcher's loop.
 */
public final class Settlement {

    private final Ledger ledger;
    private final Publisher publisher;
    private final EventLoop events;
    private final Consumer<Throwable> tableLost;
    private final Runnable changed;
    private final IdentityHashMap<PlacedJob, Outcome> pending = new IdentityHashMap<>();

    /**
     * Makes an empty one.
     *
     * @param tableLost is told, on the loop, when the table cannot be used
     * @param changed is run, on the loop, whenever there is less on its way
     */
    public Settlement(
            Ledger ledger, Publisher publisher, EventLoop events, Consumer<Throwable> tableLost, Runnable changed) {
        this.ledger = ledger;
        this.publisher = publisher;
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
    public void write(PlacedJob job, Ended ended, Consumer<Ledger.Written> then) {
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
    public void tell(PlacedJob job, Outcome outcome) {
        publisher.ended(job, outcome);
    }

    /** Gives back the reservation of a job that was not started, if it has one, and tells its outcome. */
    public void giveBack(PlacedJob job, Outcome outcome) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            publisher.ended(job, outcome);
        } else {
            write(job, Ended.released(reservation, outcome), written -> publisher.ended(job, outcome));
        }
    }

    /** Notes why jobs wait, gives back those that were reserved, and tells all of them. */
    public void park(List<PlacedJob> jobs, String reason) {
        List<PlacedJob> unreserved = new ArrayList<>();
        for (PlacedJob job : jobs) {
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
        ledger.park(unreserved.stream().map(PlacedJob::number).toList(), reason)
                .whenComplete((done, fault) -> events.post(() -> unreserved.forEach(job -> {
                    if (fault == null) {
                        settled(job, () -> publisher.ended(job, Outcome.parked(job.job(), reason)));
                    } else {
                        lost(job, fault);
                    }
                })));
    }

    private void settled(PlacedJob job, Runnable then) {
        if (pending.remove(job) != null) {
            then.run();
            changed.run();
        }
    }

    /** Ends the run, since the table cannot be used. */
    public void tableLost(Throwable fault) {
        tableLost.accept(fault);
    }

    private void lost(PlacedJob job, Throwable fault) {
        tableLost(fault);
        Outcome outcome = pending.remove(job);
        if (outcome != null) {
            job.call().note(Outcomes.Stop.TABLE_LOST);
            publisher.ended(job, outcome);
            changed.run();
        }
    }

    /** Tells what is on its way, without waiting for the table any longer. */
    public void tellAll() {
        pending.forEach(publisher::ended);
        pending.clear();
    }
}
