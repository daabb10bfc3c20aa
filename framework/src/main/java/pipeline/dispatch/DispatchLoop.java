package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.OutcomeReporter;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.hosts.SlotOpener;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.GlobalLimit;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.ListenerNotifier;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.ActiveDrains;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;

/**
 * The one thread that decides which job starts next. All state here is confined to it; everything else, whatever the
 * thread, posts an event, so there is no lock and no wake-up is lost. It never waits for the job table: a job that has its
 * place starts when the ledger answers that it is reserved.
 */
final class DispatchLoop implements AutoCloseable {

    static final String RUN_ENDED = "the run has ended";

    private final AttemptRunner runner;
    private final OutcomeReporter reporter;
    private final Transport transport;
    private final JobTableWriter ledger;
    private final Logger logger;
    private final Timeouts timeouts;
    private final ListenerNotifier notifier = new ListenerNotifier();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

    private final Hosts hosts;
    private final RunLimits limits;
    private final GlobalLimit fanout;

    private final RunningJobs running;

    private final EventLoop events;
    private final OutcomeRecorder recorder;
    private final PendingJobs pendingJobs;
    private final SlotOpener arrivals;
    private final CancellationPoller cancellations;
    private final UnschedulableJobs unschedulable;
    private final ReservationRequests reservations;
    private final TimeLimitMonitor timeLimits;
    private final HostFailureDetector failureDetector;
    private final StallDetector stallDetector;
    private final HostCapacities capacities;
    private boolean isHeld;
    private boolean closing;
    private @Nullable StopMode stopping;

    DispatchLoop(AttemptRunner runner, Transport transport, JobTableWriter ledger, RunRules rules) {
        this.runner = runner;
        this.reporter = runner.reporter();
        this.transport = transport;
        this.ledger = ledger;
        this.logger = runner.logger();
        this.timeouts = runner.timeouts();
        this.running = new RunningJobs(timeouts, logger);
        this.fanout = new GlobalLimit(rules.throttle().fanout());
        this.limits = new RunLimits(rules.limit(), this::struck);
        this.events = new EventLoop("dispatcher", this::broken);
        this.capacities = new HostCapacities(
                rules.throttle().usual(), runner.settings()::capacity, events::post, this::surveyed, this::misfit);
        this.hosts =
                new Hosts(transport, runner.settings(), ledger.owner(), () -> new MachineQueue(capacities, fanout));
        this.recorder = new OutcomeRecorder(ledger, notifier, events, this::lost, this::settledOne);
        HealthPolicy health = runner.settings().healthPolicy();
        this.pendingJobs = new PendingJobs(
                hosts,
                limits,
                ledger,
                recorder,
                events,
                new HostHealthMonitor.Surveillance(health, logger),
                this::probe,
                this::pump);
        HostHealthMonitor hostHealth = pendingJobs.hostHealth();
        this.arrivals = new SlotOpener(hosts, hostHealth, events, logger, this::pump);
        AttemptCompletion completion = new AttemptCompletion(hosts, limits, pendingJobs, recorder, reporter);
        this.stallDetector = new StallDetector(this::isMoving, this::stuck);
        this.reservations = new ReservationRequests(hosts, limits, pendingJobs, ledger, events, new Floor());
        this.unschedulable =
                new UnschedulableJobs(reporter, ledger, recorder, events, this::notOurs, completion::written);
        this.failureDetector =
                new HostFailureDetector(hosts, hostHealth, limits, events, running, health.jobFailures(), completion);
        this.cancellations = new CancellationPoller(running, ledger, events, timeouts);
        this.timeLimits = new TimeLimitMonitor(rules.attempts().timeout(), events, timeouts);
    }

    /** Gives why nothing is started any more; null while the run goes on. */
    @Nullable
    StopReason stopped() {
        return limits.stopped();
    }

    /** Gives why a rule of the run stops it; null if none does. */
    @Nullable
    StopReason failure() {
        return limits.failure();
    }

    /** Takes how long the latest successes of programs took, as far as a time limit depends on it. */
    void learn(Map<String, List<Duration>> latest) {
        timeLimits.learn(latest);
    }

    void submit(List<EnqueuedJob> entries) {
        if (!events.post(() -> add(entries))) {
            entries.forEach(entry ->
                    notifier.ended(entry.job(), Outcome.notStarted(entry.job().job(), RUN_ENDED)));
        }
    }

    private void add(List<EnqueuedJob> entries) {
        stallDetector.watch(entries);
        try {
            entries.stream().filter(entry -> entry.kept() == null).forEach(entry -> {
                limits.expect(entry.job());
                hosts.slots(entry.job().host());
            });
        } catch (RuntimeException e) {
            broken(e);
        }
        pendingJobs.add(entries);
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
            pendingJobs.hostHealth().tell();
            closing = true;
            checkAllEnded();
        });
        if (isFirst) {
            allEnded.completeOnTimeout(null, timeouts.close().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            CompletableFuture<Void> left = new CompletableFuture<>();
            events.post(() -> {
                running.drain(this::giveUp);
                recorder.tellAll();
                stallDetector.open().forEach(job -> recorder.tell(job, Outcome.notStarted(job.job(), RUN_ENDED)));
                CompletableFuture.allOf(hosts.leave(), arrivals.leave())
                        .whenComplete((ok, failure) -> left.complete(null));
            });
            left.completeOnTimeout(null, timeouts.way().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        reservations.close();
        cancellations.close();
        events.close();
        timeLimits.close();
        notifier.close();
    }

    /** Starts what may start on a machine. */
    private void pump(MachineQueue machine) {
        fanout.queue(machine);
        for (MachineQueue next = fanout.poll(); next != null; next = fanout.poll()) {
            if (startOne(next)) {
                fanout.queue(next);
            }
        }
    }

    private boolean startOne(MachineQueue machine) {
        MachineQueue.Start start = limits.mayAsk() && !isInDoubt() ? machine.next(arrivals::open) : null;
        if (start == null) {
            reservations.askEarly(machine);
            return false;
        }
        Reservation reservation = start.job().reservation();
        if (reservation == null) {
            reservations.ask(new PendingReservation(machine, start.host(), start.job(), start.slot()));
        } else if (start.job().isStale()) {
            machine.release(start.host(), start.slot(), start.job());
            machine.add(start.host(), pendingJobs.giveBack(start.job()));
        } else {
            start(machine, start, reservation);
        }
        return true;
    }

    /** A host has said what it has, or why it does not: then it runs nothing that needs to know. */
    private void surveyed(HostSlots host, @Nullable Throwable failure) {
        MachineQueue machine = hosts.machine(host.host().name());
        if (failure != null) {
            pendingJobs.hostHealth().cutOff(host, host.whyNone(failure), TransportException.in(failure));
        }
        pump(machine);
    }

    private void notOurs(QueuedJob job, JobTableWriter.@Nullable Answer answer) {
        reservations.notOurs(job, answer);
        checkAllEnded();
    }

    private void misfit(QueuedJob job, String reason) {
        unschedulable.fail(job, reason);
    }

    /** Tells whether jobs have ended that may turn out to be those after which nothing is to be started. */
    private boolean isInDoubt() {
        int unknown = limits.hasStopRule() ? running.ended() + recorder.size() : 0;
        boolean isInDoubt = unknown > 0 && limits.mayStrikeWith(unknown);
        isHeld |= isInDoubt;
        return isInDoubt;
    }

    private void settledOne() {
        if (isHeld) {
            isHeld = false;
            hosts.machines().forEach(this::pump);
        }
        checkAllEnded();
    }

    private void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation) {
        QueuedJob job = start.job();
        logger.debug(
                "Dispatching command to {} with {}: job {}, {}",
                job.host(),
                transport.method(),
                job.number(),
                job.job().program());
        notifier.started(job);
        RunningAttempt run = new RunningAttempt(
                job, start.slot(), hosts.owner(start.host().host().name()), reservation);
        running.add(run);
        long begun = System.nanoTime();
        timeLimits.watch(run);
        run.outcome().whenComplete((outcome, failure) -> events.post(() -> settled(run, outcome, failure)));
        // Place and slot are free when the job's process has ended, though its last records may be on their way; a slot
        // of which the host keeps too much, when the table has what became of the job.
        Runnable free = () -> {
            start.host().took(System.nanoTime() - begun);
            machine.release(start.host(), run.slot(), job);
            pump(machine);
        };
        runner.start(run, start.host().host(), ledger.lostBefore(reservation))
                .whenComplete((ended, failure) -> events.post(() -> {
                    if (run.slot().isFull()) {
                        run.onSettled(free);
                    } else {
                        free.run();
                    }
                }));
    }

    private void settled(RunningAttempt run, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (running.remove(run)) {
            UncaughtErrors.reportIn(failure);
            Outcome certain = reporter.certain(run, outcome, failure);
            timeLimits.ended(run, certain);
            failureDetector.heard(run, certain);
        }
    }

    private void probe(HostSlots slots) {
        slots.opening();
        arrivals.open(slots);
    }

    /** Somebody drained or undrained hosts. */
    void drained(ActiveDrains notice) {
        events.post(() -> pendingJobs.hostHealth().drained(notice));
    }

    private void giveUp(RunningAttempt run) {
        Outcome outcome = reporter.givenUp(run);
        reporter.tell(run.job(), outcome);
        ledger.end(run.notKnownToBeOver(outcome));
        hosts.slots(run.job().host()).keep();
        pendingJobs.over(run.job(), outcome);
    }

    /** The stop rule of the run has struck. */
    private void struck(StopReason stopReason) {
        if (limits.endsWhatRuns()) {
            logger.warn("{}; what runs is ended", stopReason.reason());
            haltOnce(stopReason);
        } else {
            logger.warn("{}; nothing more is started", stopReason.reason());
            pendingJobs.leaveRefused();
        }
    }

    private void halt(StopMode how, StopReason stopReason) {
        if (limits.stop(stopReason)) {
            failureDetector.close();
            int left = pendingJobs.leaveRefused();
            reservations.giveUp(stopReason);
            if (left > 0) {
                logger.warn(
                        "{}: {} left for the next start", stopReason.reason(), left == 1 ? "1 job" : left + " jobs");
            }
        }
        stopping = how;
        running.stop(how, stopReason.reason());
    }

    private void haltOnce(StopReason stopReason) {
        if (limits.stopped() == null) {
            halt(StopMode.END, stopReason);
        }
    }

    private void checkAllEnded() {
        if (closing && running.isEmpty() && reservations.isEmpty() && unschedulable.isEmpty() && recorder.isEmpty()) {
            allEnded.complete(null);
        }
    }

    /** The table cannot be used any more, which is no fault of the jobs: what runs is left to the next start. */
    void tableLost(Throwable fault) {
        events.post(() -> lost(fault));
    }

    private void lost(@Nullable Throwable fault) {
        String reason = "the job table cannot be used any more: " + (fault == null ? "" : fault.getMessage());
        if (limits.stopped() == null) {
            logger.error("{}; what runs goes on, and the next start of this job name picks it up", reason);
        }
        hosts.keep();
        if (stopping == null || stopping == StopMode.DRAIN) {
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

    /** Tells whether anything is under way after which jobs may start or end. */
    private boolean isMoving() {
        return closing
                || !running.isEmpty()
                || !reservations.isEmpty()
                || !unschedulable.isEmpty()
                || !recorder.isEmpty()
                || !failureDetector.isEmpty()
                || capacities.isAsking()
                || pendingJobs.isWaiting()
                || !hosts.isIdle();
    }

    private void stuck(List<QueuedJob> jobs) {
        String reason = "nothing can move any more: nothing runs, and nothing that jobs could wait for is under way";
        logger.error("{}; please report it. Jobs that are left: {}", reason, jobs.size());
        breakOff(reason);
        for (QueuedJob job : jobs) {
            job.call().note(Outcomes.Stop.BROKEN);
            recorder.tell(job, Outcome.notStarted(job.job(), reason));
        }
    }

    /** Where jobs start that are reserved. */
    private final class Floor implements ReservationRequests.Floor {
        @Override
        public boolean isInDoubt() {
            return DispatchLoop.this.isInDoubt();
        }

        @Override
        public void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation) {
            DispatchLoop.this.start(machine, start, reservation);
        }

        @Override
        public void answered(MachineQueue machine, boolean concernsAll) {
            pump(machine);
            if (concernsAll) {
                hosts.machines().forEach(DispatchLoop.this::pump);
            }
            checkAllEnded();
        }

        @Override
        public void tableLost(@Nullable Throwable fault) {
            DispatchLoop.this.lost(fault);
        }

        @Override
        public void look() {
            stallDetector.look();
        }
    }
}
