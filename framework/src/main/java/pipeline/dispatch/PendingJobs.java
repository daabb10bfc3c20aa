package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.enqueue.EnqueueDecision;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.DelayedJobs;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.GangQueue;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Attempt;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.JobRow;
import pipeline.store.Reservation;

/**
 * The jobs that have not started: those that wait for their turn, for their time, or for somebody else who runs them.
 * Confined to the dispatcher's loop.
 */
final class PendingJobs {

    private final JobsInRun jobs;
    private final Hosts hosts;
    private final RunLimits limits;
    private final JobTableWriter writer;
    private final OutcomeRecorder recorder;
    private final EventLoop events;
    private final HostHealthMonitor hostHealth;
    private final DelayedJobs later;
    private final IdentityHashMap<QueuedJob, CompletableFuture<@Nullable JobSnapshot>> watched =
            new IdentityHashMap<>();

    private final LeftJobsWriter left;

    PendingJobs(RunState state, JobTableWriter writer, OutcomeRecorder recorder) {
        this.jobs = state.jobs();
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.writer = writer;
        this.recorder = recorder;
        this.events = state.events();
        this.hostHealth = state.hostHealth();
        this.left = new LeftJobsWriter(writer, recorder, events);
        this.later = new DelayedJobs(events.scheduler(), this::wake);
    }

    /** Returns whether jobs wait for a time, a host or somebody else. */
    boolean isWaiting() {
        return !later.isEmpty() || !watched.isEmpty() || hostHealth.keepsJobs();
    }

    /** Takes the jobs of a call. */
    void add(List<EnqueuedJob> entries) {
        Set<MachineQueue> busy = new LinkedHashSet<>();
        Set<HostSlots> named = new HashSet<>();
        for (EnqueuedJob entry : entries) {
            QueuedJob job = entry.job();
            Outcome kept = entry.kept();
            if (kept != null) {
                recorder.report(job, kept);
                continue;
            }
            StopReason stopReason = entry.decision() == EnqueueDecision.LEAVE
                    ? limits.tooLow(job.position().priority())
                    : limits.stopReason(job);
            if (stopReason != null) {
                leave(job, stopReason);
            } else if (entry.decision() == EnqueueDecision.WAIT) {
                watch(job);
            } else if (!entry.delay().isZero()) {
                jobs.note(job, JobPhase.Event.DELAYED);
                later.add(job, entry.delay());
            } else if (job.job().gang().isPresent()) {
                gather(job);
            } else if (!hostHealth.takes(job)) {
                HostSlots slots = hosts.slots(job.host());
                MachineQueue machine = hosts.machine(job.host());
                jobs.note(job, JobPhase.Event.ENQUEUED);
                machine.add(slots, job);
                busy.add(machine);
                named.add(slots);
            }
        }
        named.forEach(HostSlots::reset);
        busy.forEach(MachineQueue::requestTurn);
    }

    private void wake() {
        events.post(() -> later.due().forEach(this::enqueue));
    }

    /** Lets a job wait for its turn. */
    void enqueue(QueuedJob job) {
        if (job.job().gang().isPresent()) {
            gather(job);
            return;
        }
        if (hostHealth.takes(job)) {
            return;
        }
        MachineQueue machine = hosts.machine(job.host());
        jobs.note(job, JobPhase.Event.ENQUEUED);
        machine.add(hosts.slots(job.host()), job);
        machine.requestTurn();
    }

    /** Lets a job wait for its time, and then for its turn. */
    void enqueue(QueuedJob job, Duration delay) {
        StopReason stopReason = limits.stopReason(job);
        if (stopReason != null) {
            leave(job, stopReason);
        } else if (delay.isZero()) {
            enqueue(job);
        } else {
            jobs.note(job, JobPhase.Event.DELAYED);
            later.add(job, delay);
        }
    }

    /** Lets a job wait for the others of its gang, and then for their turn. */
    private void gather(QueuedJob job) {
        GangQueue gangs = hosts.gangs();
        jobs.note(job, JobPhase.Event.ENQUEUED);
        gangs.add(job);
        String fault = gangs.fault(job);
        if (fault != null) {
            gangs.take(job).forEach(left -> recorder.giveBack(left, Outcome.notStarted(left.job(), fault)));
            return;
        }
        List<QueuedJob> gang = gangs.whole(job);
        if (gang.stream().anyMatch(member -> hostHealth.takes(member, gang))) {
            gangs.take(job);
        }
    }

    /** Asks the table about jobs whose gang has lost one; due now and then. Another master may have run all of them. */
    void lookAtBrokenGangs() {
        hosts.gangs().takeBroken().forEach(job -> watch(giveBack(job)));
    }

    private void watch(QueuedJob job) {
        jobs.note(job, JobPhase.Event.TAKEN_ELSEWHERE);
        CompletableFuture<@Nullable JobSnapshot> snapshot = writer.watch(job.number());
        watched.put(job, snapshot);
        snapshot.whenComplete((seen, fault) -> events.post(() -> {
            if (fault != null) {
                recorder.tableLost(fault);
                if (limits.stopped() == null) {
                    // it is left with all others when the run stops in a moment
                    return;
                }
            }
            if (watched.remove(job) == null) {
                return;
            }
            found(job, seen, Duration.ZERO);
        }));
    }

    /**
     * Goes on with a job that was not to be had, as the table shows it.
     *
     * @param snapshot null if it is not in the table any more
     * @param breath how long it waits at least if it is pending
     */
    void found(QueuedJob job, @Nullable JobSnapshot snapshot, Duration breath) {
        StopReason stopped = limits.stopped();
        if (stopped != null) {
            leave(job, stopped);
            return;
        }
        if (snapshot == null) {
            recorder.report(
                    job, Outcome.notStarted(job.job(), "somebody took job " + job.number() + " out of the job table"));
            return;
        }
        JobRow row = snapshot.row();
        switch (row.state().status()) {
            case PENDING -> {
                StopReason stopReason = limits.tooLow(row.priority());
                if (stopReason != null) {
                    leave(job, stopReason);
                } else {
                    QueuedJob again = job.release(row.priority(), row.state().scheduled());
                    enqueue(again, snapshot.delay().compareTo(breath) > 0 ? snapshot.delay() : breath);
                }
            }
            case RESERVED -> {
                StopReason stopReason = limits.stopReason(job);
                if (stopReason != null) {
                    leave(job, stopReason);
                } else {
                    watch(job);
                }
            }
            case SUCCESS, ERROR, IGNORE -> over(job, snapshot.outcome(job.job()));
        }
    }

    /** Reports the outcome of a job that the table has; the rest may have to go after it. */
    void over(QueuedJob job, Outcome outcome) {
        StopReason stopped = limits.stopped();
        boolean isCancelled = FailureMeaning.isStopped(outcome);
        if (isCancelled && stopped != null) {
            job.batch().note(stopped.stop());
        } else if (outcome.state() == Outcome.State.PARKED) {
            job.batch().note(Outcomes.Stop.PARKED);
        }
        recorder.report(job, outcome);
        limits.ended(outcome);
    }

    /** Returns the reservation of a job back, if it has one; returns the job as it waits on. The table knows it before it is asked again. */
    QueuedJob giveBack(QueuedJob job) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            return job;
        }
        writer.end(AttemptResult.released(reservation, Outcome.notStarted(job.job(), DispatchLoop.RUN_ENDED)));
        return job.release();
    }

    /** Leaves a job to another run. */
    void leave(QueuedJob job, StopReason stopReason) {
        job.batch().note(stopReason.stop());
        recorder.giveBack(job, Outcome.notStarted(job.job(), stopReason.reason()));
        noteLeft(job, stopReason);
    }

    /** Notes why a job that is pending was left by this run. */
    void noteLeft(QueuedJob job, StopReason stopReason) {
        left.note(job, stopReason);
    }

    /** Takes out jobs that the table has as cancelled; those that are asked about or run are found so later. */
    void cancel(Set<QueuedJob> cancelled, String reason) {
        Set<JobPhase> phases = EnumSet.noneOf(JobPhase.class);
        cancelled.forEach(job -> phases.add(job.phase()));
        List<QueuedJob> all = new ArrayList<>();
        if (phases.contains(JobPhase.QUEUED)) {
            all.addAll(hosts.drain());
        }
        if (phases.contains(JobPhase.HELD) || phases.contains(JobPhase.PARKED)) {
            all.addAll(hostHealth.takeAll());
        }
        all.addAll(later.drain(cancelled::contains));
        List<QueuedJob> stay = new ArrayList<>();
        for (QueuedJob job : all) {
            if (cancelled.contains(job)) {
                end(job, reason);
            } else {
                stay.add(job);
            }
        }
        stay.forEach(this::enqueue);
    }

    private void end(QueuedJob job, String reason) {
        Outcome outcome = Outcome.failed(
                job.job(),
                new Attempt(job.number(), null, Duration.ZERO, null, null),
                AttemptFailures.cancelled(reason));
        Reservation reservation = job.reservation();
        if (reservation == null) {
            over(job, outcome);
        } else {
            recorder.write(job, AttemptResult.released(reservation, outcome), written -> over(job, outcome));
        }
    }

    /** Leaves all jobs to another run that must not be started any more; returns how many. */
    int leaveRefused() {
        List<QueuedJob> all = hosts.drain();
        all.addAll(hostHealth.takeAll());
        all.addAll(later.drain(job -> limits.stopReason(job) != null));
        for (QueuedJob job : List.copyOf(watched.keySet())) {
            if (limits.stopReason(job) != null) {
                CompletableFuture<@Nullable JobSnapshot> snapshot = watched.remove(job);
                if (snapshot != null) {
                    snapshot.cancel(false);
                }
                all.add(job);
            }
        }
        List<QueuedJob> stay = new ArrayList<>();
        for (QueuedJob job : all) {
            StopReason stopReason = limits.stopReason(job);
            if (stopReason != null) {
                leave(job, stopReason);
            } else {
                stay.add(job);
            }
        }
        stay.forEach(this::enqueue);
        return all.size() - stay.size();
    }
}
