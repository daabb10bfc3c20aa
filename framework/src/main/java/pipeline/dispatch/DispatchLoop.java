package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.Capacity;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.ActiveDrains;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * The one thread that decides which job starts next. All state here is confined to it; everything else, on any
 * thread, posts an event, so there is no lock and no wake-up is lost. An event is handed to the part that it concerns; what the parts
 * have decided is done when the event is over. It never waits for the job table: a job that has its place starts when the table
 * has reserved it.
 */
final class DispatchLoop implements AutoCloseable {

    static final String RUN_ENDED = "the run has ended";

    /** How often the loop looks for what comes with no event. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LoopParts parts;
    private final RunStopper stopper;
    private final RunningAttempts attempts;
    private final EventLoop events;
    private final Scheduler scheduler;
    private final Timeouts timeouts;
    private final JobsInRun jobs;
    private final Hosts hosts;
    private final HostHealthMonitor hostHealth;
    private final AwayHosts away;
    private final RunLimits limits;
    private final StallDetector stallDetector = new StallDetector();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private final ScheduledTask looks;
    private boolean isHeld;
    private boolean closing;

    /** Begins to take events. */
    DispatchLoop(LoopParts parts, Timeouts timeouts, Logger logger) {
        this.parts = parts;
        this.stopper = new RunStopper(parts, logger);
        this.attempts = parts.attempts();
        this.events = parts.state().events();
        this.scheduler = events.scheduler();
        this.timeouts = timeouts;
        this.jobs = parts.state().jobs();
        this.hosts = parts.state().hosts();
        this.hostHealth = parts.state().hostHealth();
        this.away = new AwayHosts(scheduler);
        this.limits = parts.state().limits();
        this.looks = events.every(LOOK, this::look);
        attempts.begin();
        events.start(this::afterEvent, stopper::broken);
    }

    /** Returns why nothing is started any more; null while the run goes on. */
    @Nullable
    StopReason stopped() {
        return limits.stopped();
    }

    /** Returns why a rule of the run stops it; null if none does. */
    @Nullable
    StopReason failure() {
        return limits.failure();
    }

    /** Takes how long the latest successes of programs took, as far as a time limit depends on it. */
    void learn(Map<String, List<Duration>> latest) {
        if (!latest.isEmpty()) {
            events.post(() -> attempts.learn(latest));
        }
    }

    void submit(List<EnqueuedJob> entries) {
        if (!events.post(() -> add(entries))) {
            entries.forEach(entry -> parts.recorder()
                    .refuse(entry.job(), Outcome.notStarted(entry.job().job(), RUN_ENDED)));
        }
    }

    private void add(List<EnqueuedJob> entries) {
        entries.forEach(entry -> jobs.add(entry.job()));
        entries.stream()
                .map(EnqueuedJob::job)
                .filter(job -> job.job().gang().isPresent())
                .forEach(hosts.gangs()::expect);
        try {
            entries.stream().filter(entry -> entry.kept() == null).forEach(entry -> {
                limits.expect(entry.job());
                hosts.slots(entry.job().host());
            });
        } catch (RuntimeException e) {
            stopper.broken(e);
        }
        parts.pendingJobs().add(entries);
    }

    /** Ends jobs that the table has as cancelled; the reason stands in the outcomes. */
    void cancel(Set<QueuedJob> cancelled, String reason) {
        events.post(() -> {
            parts.pendingJobs().cancel(cancelled, reason);
            attempts.cancel(cancelled, reason);
        });
    }

    /** Starts nothing more and does with what runs what is wanted; the reason stands in the outcomes. */
    void stop(StopMode how, String reason) {
        events.post(() -> stopper.interrupt(how, reason));
    }

    @Override
    public void close() {
        boolean isFirst = events.post(() -> {
            stopper.endOnce(new StopReason(Outcomes.Stop.INTERRUPTED, RUN_ENDED));
            hostHealth.reportNotices();
            closing = true;
        });
        if (isFirst) {
            scheduler.completeOnTimeout(allEnded, null, timeouts.close()).join();
            CompletableFuture<Void> left = new CompletableFuture<>();
            events.post(() -> {
                attempts.giveUp();
                parts.recorder().reportAll();
                jobs.unfinished()
                        .forEach(job -> parts.recorder().report(job, Outcome.notStarted(job.job(), RUN_ENDED)));
                CompletableFuture.allOf(hosts.leave(), parts.slotOpener().leave())
                        .whenComplete((ok, failure) -> left.complete(null));
            });
            scheduler.completeOnTimeout(left, null, timeouts.way()).join();
        }
        looks.cancel();
        attempts.close();
        events.close();
        parts.recorder().close();
    }

    /** Does what the parts have decided while they dealt with an event. */
    private void afterEvent() {
        Throwable tableFault = parts.recorder().takeTableFault();
        if (tableFault != null) {
            stopper.tableLost(tableFault);
        }
        parts.recorder().reportUnrecorded();
        hostHealth.takeReleased().forEach(job -> parts.pendingJobs().enqueue(job, Duration.ZERO));
        hostHealth.takeProbes().forEach(parts.slotOpener()::probe);
        StopReason failure = limits.takeFailure();
        if (failure != null) {
            stopper.byRule(failure);
        }
        if (isHeld && !maySoonStop()) {
            isHeld = false;
            hosts.machines().forEach(MachineQueue::requestTurn);
        }
        startWhatMayStart();
        if (closing && isAtRest()) {
            allEnded.complete(null);
        }
    }

    private void startWhatMayStart() {
        startGangs();
        for (MachineQueue next = hosts.nextTurn(); next != null; next = hosts.nextTurn()) {
            if (startOne(next)) {
                next.requestTurn();
            }
            hosts.capacities().takeHostsToAsk().forEach(this::survey);
            hosts.capacities().takeUnschedulable().forEach(this::fail);
        }
    }

    private void startGangs() {
        boolean mayStart = !isInDoubt() && limits.stopped() == null;
        List<MachineQueue.Start> next = mayStart ? hosts.gangs().next(parts.slotOpener()::open) : List.of();
        while (!next.isEmpty()) {
            parts.gangs().start(next).forEach(this::reserve);
            next = hosts.gangs().next(parts.slotOpener()::open);
        }
    }

    private boolean startOne(MachineQueue machine) {
        MachineQueue.Start start = limits.mayAsk() && !isInDoubt() ? machine.next(parts.slotOpener()::open) : null;
        if (start == null) {
            for (PendingReservation early = parts.reservations().early(machine);
                    early != null;
                    early = parts.reservations().early(machine)) {
                reserve(early);
            }
            return false;
        }
        Reservation reservation = start.job().reservation();
        if (reservation == null) {
            reserve(new PendingReservation(machine, start.host(), start.job(), start.slot()));
        } else if (start.job().isStale(scheduler.nanos())) {
            machine.release(start.host(), start.slot(), start.job());
            machine.add(start.host(), parts.pendingJobs().giveBack(start.job()));
        } else {
            attempts.start(machine, start, reservation);
        }
        return true;
    }

    private void reserve(PendingReservation ask) {
        parts.reservations().ask(ask).whenComplete((answer, fault) -> events.post(() -> reserved(ask, answer, fault)));
    }

    private void reserved(PendingReservation ask, JobTableWriter.@Nullable Answer answer, @Nullable Throwable fault) {
        if (answer == null) {
            stopper.tableLost(fault);
        }
        MachineQueue.Start start = parts.reservations().answered(ask, answer, isInDoubt(), scheduler.nanos());
        if (parts.gangs().isAsked(ask)) {
            parts.gangs().answered(ask, start).forEach(this::reserve);
            return;
        }
        Reservation reservation = answer == null ? null : answer.reservation();
        if (reservation != null && start != null) {
            attempts.start(ask.machine(), start, reservation);
        }
        if (reservation != null && limits.isReached()) {
            parts.pendingJobs().leaveRefused();
        }
    }

    private void fail(HostCapacities.Unschedulable found) {
        CompletableFuture<JobTableWriter.Answer> asked = parts.reservations().fail(found);
        if (asked != null) {
            asked.whenComplete((answer, fault) -> events.post(() -> {
                if (answer == null) {
                    stopper.tableLost(fault);
                }
                parts.reservations().failAnswered(found, answer, scheduler.nanos());
            }));
        }
    }

    /** Asks a host what it has; if it does not say, it runs nothing that needs to know. */
    private void survey(HostSlots host) {
        host.host()
                .ask(Capacity.SCRIPT)
                .whenComplete((answer, failure) -> events.post(() -> {
                    hosts.capacities().answered(host, answer);
                    if (answer == null) {
                        hostHealth.cutOff(host, host.whyNone(failure), TransportException.in(failure));
                    }
                    hosts.machine(host.host().name()).requestTurn();
                }));
    }

    /** Returns whether jobs have ended that may turn out to be those after which nothing is to be started. */
    private boolean isInDoubt() {
        boolean isInDoubt = maySoonStop();
        isHeld |= isInDoubt;
        return isInDoubt;
    }

    private boolean maySoonStop() {
        int unknown = limits.hasStopRule() ? attempts.ended() + parts.recorder().size() : 0;
        return unknown > 0 && limits.mayStrikeWith(unknown);
    }

    private void look() {
        parts.reservations().giveBackStale(scheduler.nanos());
        attempts.look();
        parts.pendingJobs().lookAtBrokenGangs();
        away.note(hostHealth);
        if (stallDetector.look(!jobs.isEmpty(), isMoving())) {
            stopper.stalled();
        }
    }

    /** Returns the hosts that get no jobs for now, as they were a moment ago; from any thread. */
    List<AwayHost> awayHosts() {
        return away.all();
    }

    /** Somebody drained or undrained hosts. */
    void drained(ActiveDrains drains) {
        events.post(() -> hostHealth.drained(drains));
    }

    /** The table cannot be used any more, which is no fault of the jobs: what runs is left to the next start. */
    void onTableLost(Throwable fault) {
        events.post(() -> stopper.tableLost(fault));
    }

    private boolean isAtRest() {
        return attempts.isEmpty()
                && parts.reservations().isEmpty()
                && parts.recorder().isEmpty();
    }

    /** Returns whether anything is under way after which jobs may start or end. */
    private boolean isMoving() {
        return closing
                || !isAtRest()
                || !attempts.failureDetector().isEmpty()
                || parts.pendingJobs().isWaiting()
                || !hosts.isIdle();
    }
}
