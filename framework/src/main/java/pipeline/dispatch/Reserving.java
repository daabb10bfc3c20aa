package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.store.Reservation;

/** Jobs that have a place and a slot and wait for the table to give them to this run. Confined to the dispatcher's loop. */
final class Reserving {

    /** A job that somebody else had for a moment is asked for again after this. */
    private static final Duration BREATH = Duration.ofMillis(100);

    /** What becomes of jobs when the table has answered. */
    interface Floor {
        /** Tells whether nothing may start until more is known. */
        boolean isInDoubt();

        void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation);

        /**
         * An answer may have freed a place on a machine.
         *
         * @param concernsAll whether it may also be one that a job on any other machine waits for
         */
        void answered(MachineQueue machine, boolean concernsAll);

        void tableLost(@Nullable Throwable fault);
    }

    private final Limits limits;
    private final Backlog backlog;
    private final Ledger ledger;
    private final EventLoop events;
    private final Floor floor;
    private final Set<Ask> asked = new HashSet<>();

    Reserving(Limits limits, Backlog backlog, Ledger ledger, EventLoop events, Floor floor) {
        this.limits = limits;
        this.backlog = backlog;
        this.ledger = ledger;
        this.events = events;
        this.floor = floor;
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }

    /** Asks for a job that has its place. */
    void ask(Ask ask) {
        limits.asked();
        asked.add(ask);
        ledger.reserve(ask.job().number())
                .whenComplete((answer, fault) -> events.post(() -> answered(ask, answer, fault)));
    }

    /** Waits for no answer any more; those that still come are given back. */
    void giveUp(Refusal refusal) {
        for (Ask ask : asked) {
            if (ask.giveUp()) {
                backlog.leave(ask.job(), refusal);
            }
        }
    }

    private void answered(Ask ask, Ledger.@Nullable Answer answer, @Nullable Throwable fault) {
        asked.remove(ask);
        Reservation reservation = answer == null ? null : answer.reservation();
        limits.answered(ask.job(), reservation != null);
        if (reservation != null) {
            reserved(ask, reservation);
        } else {
            ask.giveBack();
            if (answer == null) {
                floor.tableLost(fault);
            }
            if (!ask.isGivenUp()) {
                notOurs(ask.job(), answer);
            }
        }
        floor.answered(ask.machine(), reservation == null && limits.isCounting());
    }

    /** Goes on with a job that was not to be had, as the table shows it. */
    void notOurs(PlacedJob job, Ledger.@Nullable Answer answer) {
        backlog.found(job, answer == null ? null : answer.sight(), BREATH);
    }

    private void reserved(Ask ask, Reservation reservation) {
        PlacedJob job = ask.job().reserved(reservation);
        Refusal refusal = limits.refusal(job);
        if (ask.isGivenUp()) {
            ask.giveBack();
            ledger.end(Ended.released(reservation, Outcome.notStarted(job.job(), DispatchLoop.RUN_ENDED)));
        } else if (refusal != null) {
            ask.giveBack();
            backlog.leave(job, refusal);
        } else if (backlog.wards().takes(job)) {
            ask.giveBack();
        } else if (ask.start().slot().isOpen() && !floor.isInDoubt()) {
            MachineQueue.Start start =
                    new MachineQueue.Start(job, ask.start().slot(), ask.start().host());
            floor.start(ask.machine(), start, reservation);
        } else {
            ask.giveBack();
            ask.machine().add(ask.start().host(), job);
        }
        if (limits.isReached()) {
            backlog.leaveRefused();
        }
    }
}
