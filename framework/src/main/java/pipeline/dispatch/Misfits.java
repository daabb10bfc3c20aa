package pipeline.dispatch;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.Aftermath;
import pipeline.dispatch.ledger.Ended;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.job.Outcome;
import pipeline.store.Reservation;

/** Jobs that need more than their host has: they fail without having been started. Confined to the dispatcher's loop. */
final class Misfits {

    private final Aftermath aftermath;
    private final Ledger ledger;
    private final Settlement settlement;
    private final EventLoop events;
    private final BiConsumer<PlacedJob, Ledger.@Nullable Answer> notOurs;
    private final Written written;
    private int asked;

    /** Takes what the table says of an outcome. */
    interface Written {
        void accept(PlacedJob job, Outcome outcome, Ledger.Written written);
    }

    /**
     * Makes an empty one.
     *
     * @param notOurs takes a job that could not be reserved; null if the table cannot be used
     */
    Misfits(
            Aftermath aftermath,
            Ledger ledger,
            Settlement settlement,
            EventLoop events,
            BiConsumer<PlacedJob, Ledger.@Nullable Answer> notOurs,
            Written written) {
        this.aftermath = aftermath;
        this.ledger = ledger;
        this.settlement = settlement;
        this.events = events;
        this.notOurs = notOurs;
        this.written = written;
    }

    boolean isEmpty() {
        return asked == 0;
    }

    /** Fails a job; only who has reserved it may write that down. */
    void fail(PlacedJob job, String reason) {
        Reservation known = job.reservation();
        if (known != null) {
            write(job, known, reason);
            return;
        }
        asked++;
        ledger.reserve(job.number())
                .whenComplete((answer, fault) -> events.post(() -> {
                    asked--;
                    Reservation reservation = answer == null ? null : answer.reservation();
                    if (reservation != null) {
                        write(job.reserved(reservation), reservation, reason);
                    } else {
                        if (fault != null) {
                            settlement.tableLost(fault);
                        }
                        notOurs.accept(job, answer);
                    }
                }));
    }

    private void write(PlacedJob job, Reservation reservation, String reason) {
        Outcome outcome = aftermath.unfit(job, reservation, reason);
        settlement.write(job, Ended.released(reservation, outcome), what -> written.accept(job, outcome, what));
    }
}
