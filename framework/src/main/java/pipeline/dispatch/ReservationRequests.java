package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Ticker;
import pipeline.job.Outcome;
import pipeline.store.Reservation;

/**
 * Jobs that wait for the table to give them to this run: those that have a place and a slot and, where jobs are quick, those
 * whose turn is next. Confined to the dispatcher's loop.
 */
final class ReservationRequests implements AutoCloseable {

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

        /** Done now and then. */
        void look();
    }

    /** How often jobs are looked for that were reserved before their turn, which did not come. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Hosts hosts;
    private final RunLimits limits;
    private final PendingJobs pendingJobs;
    private final JobTableWriter ledger;
    private final EventLoop events;
    private final Floor floor;
    private final Set<PendingReservation> asked = new HashSet<>();
    private final Ticker clockwork;

    ReservationRequests(
            Hosts hosts,
            RunLimits limits,
            PendingJobs pendingJobs,
            JobTableWriter ledger,
            EventLoop events,
            Floor floor) {
        this.hosts = hosts;
        this.limits = limits;
        this.pendingJobs = pendingJobs;
        this.ledger = ledger;
        this.events = events;
        this.floor = floor;
        this.clockwork = new Ticker("reservations", LOOK, () -> events.post(this::giveBackStale));
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }

    /** Asks for a job that has its place. */
    void ask(PendingReservation ask) {
        limits.asked();
        asked.add(ask);
        ledger.reserve(ask.job().number())
                .whenComplete((answer, fault) -> events.post(() -> answered(ask, answer, fault)));
    }

    /** Asks for jobs of a machine whose turn comes soon. A stop rule may leave them to another run, so it takes none early. */
    void askEarly(MachineQueue machine) {
        while (!limits.hasStopRule() && limits.mayAsk()) {
            PendingReservation early = machine.early();
            if (early == null) {
                return;
            }
            ask(early);
        }
    }

    private void giveBackStale() {
        for (HostSlots host : hosts.hosts()) {
            MachineQueue machine = hosts.machine(host.host().name());
            machine.takeStale(host).forEach(job -> machine.add(host, pendingJobs.giveBack(job)));
        }
        pendingJobs.hostHealth().giveBack(pendingJobs::giveBack);
        floor.look();
    }

    /** Waits for no answer any more; those that still come are given back. */
    void giveUp(StopReason stopReason) {
        for (PendingReservation ask : asked) {
            if (ask.giveUp()) {
                pendingJobs.leave(ask.job(), stopReason);
            }
        }
    }

    private void answered(PendingReservation ask, JobTableWriter.@Nullable Answer answer, @Nullable Throwable fault) {
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
        boolean isRoomForOthers = reservation == null || ask.job().counted();
        floor.answered(ask.machine(), isRoomForOthers && limits.isCounting());
    }

    /** Goes on with a job that was not to be had, as the table shows it. */
    void notOurs(QueuedJob job, JobTableWriter.@Nullable Answer answer) {
        pendingJobs.found(job, answer == null ? null : answer.snapshot(), BREATH);
    }

    private void reserved(PendingReservation ask, Reservation reservation) {
        QueuedJob job = ask.job().reserved(reservation);
        MachineQueue.Start start = ask.start(job);
        StopReason stopReason = limits.stopReason(job);
        if (ask.isGivenUp()) {
            ask.giveBack();
            ledger.end(AttemptResult.released(reservation, Outcome.notStarted(job.job(), DispatchLoop.RUN_ENDED)));
            if (stopReason != null) {
                pendingJobs.noteLeft(job, stopReason);
            }
        } else if (stopReason != null) {
            ask.giveBack();
            pendingJobs.leave(job, stopReason);
        } else if (pendingJobs.hostHealth().takes(job)) {
            ask.giveBack();
        } else if (start != null && !floor.isInDoubt()) {
            floor.start(ask.machine(), start, reservation);
        } else {
            ask.giveBack();
            ask.machine().add(ask.host(), job);
        }
        if (limits.isReached()) {
            pendingJobs.leaveRefused();
        }
    }

    @Override
    public void close() {
        clockwork.close();
    }
}
