package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.OutcomeClassifier;
import pipeline.dispatch.attempt.OutcomeReporter;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.queue.UncaughtErrors;
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
 * The one thread that decides which job starts next. All state here is confined to it; everything else, whatever the
 * thread, posts an event, so there is no lock and no wake-up is lost. An event is handed to the part that it concerns; what the parts
 * have decided is done when the event is over. It never waits for the job table: a job that has its place starts when the table
 * has reserved it.
 */
final class DispatchLoop implements AutoCloseable {

    static final String RUN_ENDED = "the run has ended";

    /** How often the loop looks for what no event tells of. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LoopParts parts;
    private final AttemptRunner runner;
    private final OutcomeReporter reporter;
    private final JobTableWriter writer;
    private final Logger logger;
    private final Timeouts timeouts;
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private final EventLoop events;
    private final Scheduler scheduler;
    private final JobsInRun jobs;
    private final Hosts hosts;
    private final RunLimits limits;
    private final RunningJobs running;
    private final List<ScheduledTask> looks = new ArrayList<>();
    private boolean hasTimeLimits;
    private boolean isHeld;
    private boolean closing;
    private @Nullable StopMode stopMode;

    /** Begins to take events. */
    DispatchLoop(AttemptRunner runner, JobTableWriter writer, LoopParts parts) {
        this.parts = parts;
        this.runner = runner;
        this.reporter = runner.reporter();
        this.writer = writer;
        this.logger = runner.logger();
        this.timeouts = runner.timeouts();
        this.events = parts.events();
        this.scheduler = events.scheduler();
        this.jobs = parts.state().jobs();
        this.hosts = parts.state().hosts();
        this.limits = parts.state().limits();
        this.running = parts.running();
        looks.add(events.every(LOOK, this::look));
        looks.add(events.every(CancellationPoller.PAUSE, this::askForCancelled));
        events.start(this::afterEvent, this::broken);
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
            events.post(() -> parts.timeLimits().learn(latest));
        }
    }

    void submit(List<EnqueuedJob> entries) {
        if (!events.post(() -> add(entries))) {
            entries.forEach(entry -> parts.notifier()
                    .ended(entry.job(), Outcome.notStarted(entry.job().job(), RUN_ENDED)));
        }
    }

    private void add(List<EnqueuedJob> entries) {
        entries.forEach(entry -> jobs.add(entry.job()));
        try {
            entries.stream().filter(entry -> entry.kept() == null).forEach(entry -> {
                limits.expect(entry.job());
                hosts.slots(entry.job().host());
            });
        } catch (RuntimeException e) {
            broken(e);
        }
        parts.pendingJobs().add(entries);
    }

    /** Ends jobs that the table has as cancelled; the reason stands in the outcomes. */
    void cancel(Set<QueuedJob> cancelled, String reason) {
        events.post(() -> {
            parts.pendingJobs().cancel(cancelled, reason);
            running.all().stream()
                    .filter(attempt -> cancelled.contains(attempt.job()))
                    .forEach(attempt -> attempt.cancel(reason, timeouts.grace(), timeouts));
        });
    }

    /** Starts nothing more and does with what runs what is wanted; the reason stands in the outcomes. */
    void stop(StopMode how, String reason) {
        events.post(() -> {
            if (how == StopMode.LEAVE) {
                hosts.keep();
            }
            halt(how, new StopReason(Outcomes.Stop.INTERRUPTED, reason));
        });
    }

    @Override
    public void close() {
        boolean isFirst = events.post(() -> {
            haltOnce(new StopReason(Outcomes.Stop.INTERRUPTED, RUN_ENDED));
            parts.hostHealth().tellNotices();
            closing = true;
        });
        if (isFirst) {
            scheduler.completeOnTimeout(allEnded, null, timeouts.close()).join();
            CompletableFuture<Void> left = new CompletableFuture<>();
            events.post(() -> {
                running.drain(this::giveUp);
                parts.recorder().tellAll();
                jobs.unfinished().forEach(job -> parts.recorder().tell(job, Outcome.notStarted(job.job(), RUN_ENDED)));
                CompletableFuture.allOf(hosts.leave(), parts.slotOpener().leave())
                        .whenComplete((ok, failure) -> left.complete(null));
            });
            scheduler.completeOnTimeout(left, null, timeouts.way()).join();
        }
        looks.forEach(ScheduledTask::cancel);
        events.close();
        parts.notifier().close();
    }

    /** Does what the parts have decided while they dealt with an event. */
    private void afterEvent() {
        Throwable tableFault = parts.recorder().takeTableFault();
        if (tableFault != null) {
            tableLost(tableFault);
        }
        parts.recorder().tellUnrecorded();
        parts.hostHealth().takeReleased().forEach(job -> parts.pendingJobs().enqueue(job, Duration.ZERO));
        for (HostSlots host : parts.hostHealth().takeProbes()) {
            host.opening();
            parts.slotOpener().open(host);
        }
        StopReason failure = limits.takeFailure();
        if (failure != null) {
            stopByRule(failure);
        }
        if (isHeld && !maySoonStop()) {
            isHeld = false;
            hosts.machines().forEach(MachineQueue::requestTurn);
        }
        startWhatMayStart();
        if (closing
                && running.isEmpty()
                && parts.reservations().isEmpty()
                && parts.unschedulable().isEmpty()
                && parts.recorder().isEmpty()) {
            allEnded.complete(null);
        }
    }

    private void startWhatMayStart() {
        for (MachineQueue next = parts.globalLimit().poll();
                next != null;
                next = parts.globalLimit().poll()) {
            if (startOne(next)) {
                next.requestTurn();
            }
            parts.capacities().takeHostsToAsk().forEach(this::survey);
            parts.capacities().takeUnschedulable().forEach(this::fail);
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
            start(machine, start, reservation);
        }
        return true;
    }

    private void reserve(PendingReservation ask) {
        parts.reservations().ask(ask).whenComplete((answer, fault) -> events.post(() -> reserved(ask, answer, fault)));
    }

    private void reserved(PendingReservation ask, JobTableWriter.@Nullable Answer answer, @Nullable Throwable fault) {
        if (answer == null) {
            tableLost(fault);
        }
        MachineQueue.Start start = parts.reservations().answered(ask, answer, isInDoubt(), scheduler.nanos());
        Reservation reservation = answer == null ? null : answer.reservation();
        if (reservation != null && start != null) {
            start(ask.machine(), start, reservation);
        }
        if (reservation != null && limits.isReached()) {
            parts.pendingJobs().leaveRefused();
        }
    }

    private void fail(HostCapacities.Unschedulable found) {
        CompletableFuture<JobTableWriter.Answer> asked = parts.unschedulable().fail(found.job(), found.reason());
        if (asked != null) {
            asked.whenComplete((answer, fault) -> events.post(() -> {
                if (answer == null) {
                    tableLost(fault);
                }
                parts.unschedulable().answered(found.job(), found.reason(), answer, scheduler.nanos());
            }));
        }
    }

    /** Asks a host what it has; if it does not say, it runs nothing that needs to know. */
    private void survey(HostSlots host) {
        host.host()
                .ask(Capacity.SCRIPT)
                .whenComplete((answer, failure) -> events.post(() -> {
                    parts.capacities().answered(host, answer);
                    if (answer == null) {
                        parts.hostHealth().cutOff(host, host.whyNone(failure), TransportException.in(failure));
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
        int unknown = limits.hasStopRule() ? running.ended() + parts.recorder().size() : 0;
        return unknown > 0 && limits.mayStrikeWith(unknown);
    }

    private void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation) {
        QueuedJob job = start.job();
        logger.debug(
                "Dispatching command to {} with {}: job {}, {}",
                job.host(),
                hosts.method(),
                job.number(),
                job.job().program());
        jobs.note(job, JobPhase.Event.STARTED);
        parts.notifier().started(job);
        RunningAttempt attempt = new RunningAttempt(
                job, start.slot(), hosts.owner(start.host().host().name()), reservation, scheduler);
        running.add(attempt);
        long begun = scheduler.nanos();
        if (parts.timeLimits().watch(attempt) && !hasTimeLimits) {
            hasTimeLimits = true;
            looks.add(events.every(TimeLimitMonitor.PAUSE, this::endOverdue));
        }
        attempt.outcome().whenComplete((outcome, failure) -> events.post(() -> ended(attempt, outcome, failure)));
        // Place and slot are free when the job's process has ended, though its last records may be on their way; a slot
        // of which the host keeps too much, when the table has what became of the job.
        Runnable free = () -> {
            start.host().took(scheduler.since(begun));
            machine.release(start.host(), attempt.slot(), job);
            machine.requestTurn();
        };
        runner.start(attempt, start.host().host(), writer.lostBefore(reservation))
                .whenComplete((ended, failure) -> events.post(() -> {
                    if (attempt.slot().isFull()) {
                        attempt.onSettled(free);
                    } else {
                        free.run();
                    }
                }));
    }

    private void ended(RunningAttempt attempt, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (running.remove(attempt)) {
            UncaughtErrors.reportIn(failure);
            Outcome certain = OutcomeClassifier.of(attempt, outcome, failure, logger);
            parts.timeLimits().ended(attempt, certain);
            parts.failureDetector().heard(attempt, certain).forEach(parts.completion()::conclude);
        }
    }

    private void endOverdue() {
        parts.timeLimits()
                .overdue(scheduler.nanos())
                .forEach(overdue -> overdue.attempt().timeOut(overdue.reason(), timeouts));
    }

    private void askForCancelled() {
        List<Long> numbers = parts.cancellations().ask(running.all());
        if (!numbers.isEmpty()) {
            writer.cancelled(numbers)
                    .whenComplete((cancelled, fault) -> events.post(() -> parts.cancellations()
                            .answered(cancelled)
                            .forEach(
                                    attempt -> attempt.cancel(CancellationPoller.REASON, timeouts.grace(), timeouts))));
        }
    }

    private void look() {
        parts.reservations().giveBackStale(scheduler.nanos());
        parts.failureDetector().look().forEach(parts.completion()::conclude);
        if (parts.stallDetector().look(!jobs.isEmpty(), isMoving())) {
            stalled(jobs.unfinished());
        }
    }

    /** Somebody drained or undrained hosts. */
    void drained(ActiveDrains drains) {
        events.post(() -> parts.hostHealth().drained(drains));
    }

    private void giveUp(RunningAttempt attempt) {
        Outcome outcome = runner.givenUp(attempt);
        reporter.tell(attempt.job(), outcome);
        writer.end(attempt.notKnownToBeOver(outcome));
        hosts.slots(attempt.job().host()).keep();
        parts.pendingJobs().over(attempt.job(), outcome);
    }

    private void stopByRule(StopReason reason) {
        if (limits.endsWhatRuns()) {
            logger.warn("{}; what runs is ended", reason.reason());
            haltOnce(reason);
        } else {
            logger.warn("{}; nothing more is started", reason.reason());
            parts.pendingJobs().leaveRefused();
        }
    }

    private void halt(StopMode how, StopReason reason) {
        if (limits.stop(reason)) {
            parts.failureDetector().close().forEach(parts.completion()::conclude);
            int left = parts.pendingJobs().leaveRefused();
            parts.reservations().giveUp(reason);
            if (left > 0) {
                logger.warn("{}: {} left for the next start", reason.reason(), left == 1 ? "1 job" : left + " jobs");
            }
        }
        stopMode = how;
        running.stop(how, reason.reason());
    }

    private void haltOnce(StopReason reason) {
        if (limits.stopped() == null) {
            halt(StopMode.END, reason);
        }
    }

    /** The table cannot be used any more, which is no fault of the jobs: what runs is left to the next start. */
    void onTableLost(Throwable fault) {
        events.post(() -> tableLost(fault));
    }

    private void tableLost(@Nullable Throwable fault) {
        String reason = "the job table cannot be used any more: " + (fault == null ? "" : fault.getMessage());
        if (limits.stopped() == null) {
            logger.error("{}; what runs goes on, and the next start of this job name picks it up", reason);
        }
        hosts.keep();
        if (stopMode == null || stopMode == StopMode.DRAIN) {
            halt(StopMode.LEAVE, new StopReason(Outcomes.Stop.TABLE_LOST, reason));
        }
    }

    /** After a fault of ours nothing more is started, so that no call waits for a job that was lost from sight. */
    private void broken(Throwable fault) {
        logger.error("internal error in the dispatcher; please report it", fault);
        breakOff("internal error in the dispatcher: " + fault);
    }

    /** What runs is left to the next start: it is no fault of the jobs. */
    private void breakOff(String reason) {
        if (limits.stopped() == null) {
            hosts.keep();
            halt(StopMode.LEAVE, new StopReason(Outcomes.Stop.BROKEN, reason));
        }
    }

    /** Returns whether anything is under way after which jobs may start or end. */
    private boolean isMoving() {
        return closing
                || !running.isEmpty()
                || !parts.reservations().isEmpty()
                || !parts.unschedulable().isEmpty()
                || !parts.recorder().isEmpty()
                || !parts.failureDetector().isEmpty()
                || parts.capacities().isAsking()
                || parts.pendingJobs().isWaiting()
                || !hosts.isIdle();
    }

    private void stalled(List<QueuedJob> left) {
        String reason = "nothing can move any more: nothing runs, and nothing that jobs could wait for is under way";
        logger.error("{}; please report it. Jobs that are left: {}", reason, left.size());
        breakOff(reason);
        for (QueuedJob job : left) {
            job.batch().note(Outcomes.Stop.BROKEN);
            parts.recorder().tell(job, Outcome.notStarted(job.job(), reason));
        }
    }
}
