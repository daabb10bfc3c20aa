package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.job.Outcome;
import pipeline.store.Reservation;

/**
 * Jobs that wait for the table to give them to this run: those that have a place and a slot and, where jobs are quick, those
 * whose turn is next; and those that need more than their host has, which fail without having been started. Confined to the dispatcher's loop.
 */
final class ReservationRequests {

    /** A job that somebody else had for a moment is asked for again after this. */
    private static final Duration BREATH = Duration.ofMillis(100);

    private final JobsInRun jobs;
    private final Hosts hosts;
    private final RunLimits limits;
    private final PendingJobs pendingJobs;
    private final HostHealthMonitor hostHealth;
    private final JobTableWriter writer;
    private final AttemptCompletion completion;
    private final Set<PendingReservation> asked = new HashSet<>();
    private int unschedulable;

    ReservationRequests(RunState state, PendingJobs pendingJobs, AttemptCompletion completion, JobTableWriter writer) {
        this.jobs = state.jobs();
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.pendingJobs = pendingJobs;
        this.hostHealth = state.hostHealth();
        this.completion = completion;
        this.writer = writer;
    }

    boolean isEmpty() {
        return asked.isEmpty() && unschedulable == 0;
    }

    /** Notes that the table is asked for a job, and returns the answer to come. */
    CompletableFuture<JobTableWriter.Answer> ask(PendingReservation ask) {
        limits.asked();
        jobs.note(ask.job(), JobPhase.Event.RESERVATION_ASKED);
        asked.add(ask);
        return writer.reserve(ask.job().number());
    }

    /**
     * Returns the next job of a machine whose turn comes soon, to be asked for now; null if there is none. A stop rule may leave
     * such jobs to another run, so it takes none early.
     */
    @Nullable
    PendingReservation early(MachineQueue machine) {
        return !limits.hasStopRule() && limits.mayAsk() ? machine.early() : null;
    }

    /** Gives back jobs that were reserved before their turn, which did not come; due now and then. */
    void giveBackStale(long now) {
        for (HostSlots host : hosts.hosts()) {
            MachineQueue machine = hosts.machine(host.host().name());
            machine.takeStale(host, now).forEach(job -> machine.add(host, pendingJobs.giveBack(job)));
        }
        hostHealth.giveBackStale(pendingJobs::giveBack);
    }

    /** Waits for no answer any more; those that still come are given back. */
    void giveUp(StopReason stopReason) {
        for (PendingReservation ask : asked) {
            if (ask.giveUp()) {
                pendingJobs.leave(ask.job(), stopReason);
            }
        }
    }

    /**
     * Takes the answer of the table.
     *
     * @param answer null if the table cannot be used
     * @param isInDoubt whether nothing may start until more is known
     * @param now a reading of the monotonic clock
     * @return how the job starts now; null if it does not
     */
    MachineQueue.@Nullable Start answered(
            PendingReservation ask, JobTableWriter.@Nullable Answer answer, boolean isInDoubt, long now) {
        asked.remove(ask);
        Reservation reservation = answer == null ? null : answer.reservation();
        limits.answered(ask.job(), reservation != null);
        ask.machine().requestTurn();
        if (limits.isCounting() && (reservation == null || ask.job().counted())) {
            // there is room for a job of any other machine
            hosts.machines().forEach(MachineQueue::requestTurn);
        }
        if (reservation != null) {
            return reserved(ask, reservation, isInDoubt, now);
        }
        ask.giveBack();
        if (!ask.isGivenUp()) {
            notOurs(ask.job(), answer);
        }
        return null;
    }

    /**
     * Fails a job that its host can never run; only who has reserved it may write that down.
     *
     * @return the answer of the table that is to be given to {@link #failAnswered}; null if the job was reserved before
     */
    @Nullable
    CompletableFuture<JobTableWriter.Answer> fail(HostCapacities.Unschedulable found) {
        Reservation known = found.job().reservation();
        if (known != null) {
            completion.unschedulable(found.job(), known, found.reason());
            return null;
        }
        unschedulable++;
        jobs.note(found.job(), JobPhase.Event.RESERVATION_ASKED);
        return writer.reserve(found.job().number());
    }

    /**
     * Takes the answer of the table about a job that its host can never run.
     *
     * @param answer null if the table cannot be used, for which the run has been stopped
     * @param now a reading of the monotonic clock
     */
    void failAnswered(HostCapacities.Unschedulable found, JobTableWriter.@Nullable Answer answer, long now) {
        unschedulable--;
        Reservation reservation = answer == null ? null : answer.reservation();
        if (reservation != null) {
            completion.unschedulable(found.job().reserve(reservation, now), reservation, found.reason());
        } else {
            notOurs(found.job(), answer);
        }
    }

    /** Goes on with a job that was not to be had, as the table shows it. */
    private void notOurs(QueuedJob job, JobTableWriter.@Nullable Answer answer) {
        pendingJobs.found(job, answer == null ? null : answer.snapshot(), BREATH);
    }

    private MachineQueue.@Nullable Start reserved(
            PendingReservation ask, Reservation reservation, boolean isInDoubt, long now) {
        QueuedJob job = ask.job();
        if (ask.isGivenUp()) {
            ask.giveBack();
            writer.end(AttemptResult.released(reservation, Outcome.notStarted(job.job(), DispatchLoop.RUN_ENDED)));
            StopReason reason = limits.stopReason(true);
            if (reason != null) {
                pendingJobs.noteLeft(job, reason);
            }
            return null;
        }
        job.reserve(reservation, now);
        MachineQueue.Start start = ask.start(job);
        StopReason stopReason = limits.stopReason(job);
        if (stopReason == null && start != null && !isInDoubt && !hostHealth.takes(job)) {
            return start;
        }
        ask.giveBack();
        if (stopReason != null) {
            pendingJobs.leave(job, stopReason);
        } else if (job.phase() == JobPhase.RESERVING && !hostHealth.takes(job)) {
            jobs.note(job, JobPhase.Event.ENQUEUED);
            ask.machine().add(ask.host(), job);
        }
        return null;
    }
}
