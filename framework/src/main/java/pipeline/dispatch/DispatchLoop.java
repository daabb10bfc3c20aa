package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.Aftermath;
import pipeline.dispatch.attempt.JobRun;
import pipeline.dispatch.attempt.JobRunner;
import pipeline.dispatch.enroll.Entry;
import pipeline.dispatch.hosts.SlotArrivals;
import pipeline.dispatch.hosts.Wards;
import pipeline.dispatch.ledger.DrainNotice;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.queue.Ask;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Fanout;
import pipeline.dispatch.queue.Fleet;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Inventory;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.queue.Publisher;
import pipeline.dispatch.queue.UncaughtError;
import pipeline.dispatch.rules.HostRules;
import pipeline.dispatch.rules.Patience;
import pipeline.dispatch.rules.Refusal;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.Stopping;
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

    private final JobRunner runner;
    private final Aftermath aftermath;
    private final Transport transport;
    private final Ledger ledger;
    private final Logger logger;
    private final Patience patience;
    private final Publisher publisher = new Publisher();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

    private final Fleet fleet;
    private final Limits limits;
    private final Fanout fanout;

    private final RunningJobs running;

    private final EventLoop events;
    private final Settlement settlement;
    private final Backlog backlog;
    private final SlotArrivals arrivals;
    private final Cancellations cancellations;
    private final Misfits misfits;
    private final Reserving reserving;
    private final Overtime overtime;
    private final Suspicions suspicions;
    private final Standstill standstill;
    private final Inventory inventory;
    private boolean isHeld;
    private boolean closing;
    private @Nullable Stopping stopping;

    DispatchLoop(JobRunner runner, Transport transport, Ledger ledger, RunRules rules) {
        this.runner = runner;
        this.aftermath = runner.aftermath();
        this.transport = transport;
        this.ledger = ledger;
        this.logger = runner.logger();
        this.patience = runner.patience();
        this.running = new RunningJobs(patience, logger);
        this.fanout = new Fanout(rules.throttle().fanout());
        this.limits = new Limits(rules.limit(), this::struck);
        this.events = new EventLoop("dispatcher", this::broken);
        this.inventory = new Inventory(
                rules.throttle().usual(), runner.settings()::capacity, events::post, this::surveyed, this::misfit);
        this.fleet = new Fleet(transport, runner.settings(), ledger.owner(), () -> new MachineQueue(inventory, fanout));
        this.settlement = new Settlement(ledger, publisher, events, this::lost, this::settledOne);
        HostRules hosts = runner.settings().hostRules();
        this.backlog = new Backlog(
                fleet,
                limits,
                ledger,
                settlement,
                events,
                new Wards.Surveillance(hosts, logger),
                this::probe,
                this::pump);
        Wards wards = backlog.wards();
        this.arrivals = new SlotArrivals(fleet, wards, events, logger, this::pump);
        Conclusion conclusion = new Conclusion(fleet, limits, backlog, settlement, aftermath);
        this.standstill = new Standstill(this::isMoving, this::stuck);
        this.reserving = new Reserving(fleet, limits, backlog, ledger, events, new Floor());
        this.misfits = new Misfits(aftermath, ledger, settlement, events, this::notOurs, conclusion::written);
        this.suspicions = new Suspicions(fleet, wards, limits, events, running, hosts.jobFailures(), conclusion);
        this.cancellations = new Cancellations(running, ledger, events, patience);
        this.overtime = new Overtime(rules.attempts().timeout(), events, patience);
    }

    /** Gives why nothing is started any more; null while the run goes on. */
    @Nullable
    Refusal stopped() {
        return limits.stopped();
    }

    /** Gives why a rule of the run stops it; null if none does. */
    @Nullable
    Refusal failure() {
        return limits.failure();
    }

    /** Takes how long the latest successes of programs took, as far as a time limit depends on it. */
    void learn(Map<String, List<Duration>> latest) {
        overtime.learn(latest);
    }

    void submit(List<Entry> entries) {
        if (!events.post(() -> add(entries))) {
            entries.forEach(entry ->
                    publisher.ended(entry.job(), Outcome.notStarted(entry.job().job(), RUN_ENDED)));
        }
    }

    private void add(List<Entry> entries) {
        standstill.watch(entries);
        try {
            entries.stream().filter(entry -> entry.kept() == null).forEach(entry -> {
                limits.expect(entry.job());
                fleet.slots(entry.job().host());
            });
        } catch (RuntimeException e) {
            broken(e);
        }
        backlog.add(entries);
    }

    /** Starts nothing more and does with what runs what is wanted; the reason stands in the outcomes. */
    void stop(Stopping how, String reason) {
        events.post(() -> {
            if (how == Stopping.LEAVE) {
                fleet.keep();
            }
            halt(how, new Refusal(Outcomes.Stop.INTERRUPTED, reason));
        });
    }

    @Override
    public void close() {
        boolean isFirst = events.post(() -> {
            haltOnce(new Refusal(Outcomes.Stop.INTERRUPTED, RUN_ENDED));
            backlog.wards().tell();
            closing = true;
            checkAllEnded();
        });
        if (isFirst) {
            allEnded.completeOnTimeout(null, patience.close().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            CompletableFuture<Void> left = new CompletableFuture<>();
            events.post(() -> {
                running.drain(this::giveUp);
                settlement.tellAll();
                standstill.open().forEach(job -> settlement.tell(job, Outcome.notStarted(job.job(), RUN_ENDED)));
                CompletableFuture.allOf(fleet.leave(), arrivals.leave())
                        .whenComplete((ok, failure) -> left.complete(null));
            });
            left.completeOnTimeout(null, patience.way().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        reserving.close();
        cancellations.close();
        events.close();
        overtime.close();
        publisher.close();
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
            reserving.askEarly(machine);
            return false;
        }
        Reservation reservation = start.job().reservation();
        if (reservation == null) {
            reserving.ask(new Ask(machine, start.host(), start.job(), start.slot()));
        } else if (start.job().isStale()) {
            machine.release(start.host(), start.slot(), start.job());
            machine.add(start.host(), backlog.giveBack(start.job()));
        } else {
            start(machine, start, reservation);
        }
        return true;
    }

    /** A host has said what it has, or why it does not: then it runs nothing that needs to know. */
    private void surveyed(HostSlots host, @Nullable Throwable failure) {
        MachineQueue machine = fleet.machine(host.host().name());
        if (failure != null) {
            backlog.wards().cutOff(host, host.whyNone(failure), TransportException.in(failure));
        }
        pump(machine);
    }

    private void notOurs(PlacedJob job, Ledger.@Nullable Answer answer) {
        reserving.notOurs(job, answer);
        checkAllEnded();
    }

    private void misfit(PlacedJob job, String reason) {
        misfits.fail(job, reason);
    }

    /** Tells whether jobs have ended that may turn out to be those after which nothing is to be started. */
    private boolean isInDoubt() {
        int unknown = limits.hasStopRule() ? running.ended() + settlement.size() : 0;
        boolean isInDoubt = unknown > 0 && limits.mayStrikeWith(unknown);
        isHeld |= isInDoubt;
        return isInDoubt;
    }

    private void settledOne() {
        if (isHeld) {
            isHeld = false;
            fleet.machines().forEach(this::pump);
        }
        checkAllEnded();
    }

    private void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation) {
        PlacedJob job = start.job();
        logger.debug(
                "Dispatching command to {} with {}: job {}, {}",
                job.host(),
                transport.method(),
                job.number(),
                job.job().program());
        publisher.started(job);
        JobRun run =
                new JobRun(job, start.slot(), fleet.owner(start.host().host().name()), reservation);
        running.add(run);
        long begun = System.nanoTime();
        overtime.watch(run);
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

    private void settled(JobRun run, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (running.remove(run)) {
            UncaughtError.reportIn(failure);
            Outcome certain = aftermath.certain(run, outcome, failure);
            overtime.ended(run, certain);
            suspicions.heard(run, certain);
        }
    }

    private void probe(HostSlots slots) {
        slots.opening();
        arrivals.open(slots);
    }

    /** Somebody drained or undrained hosts. */
    void drained(DrainNotice notice) {
        events.post(() -> backlog.wards().drained(notice));
    }

    private void giveUp(JobRun run) {
        Outcome outcome = aftermath.givenUp(run);
        aftermath.tell(run.job(), outcome);
        ledger.end(run.notKnownToBeOver(outcome));
        fleet.slots(run.job().host()).keep();
        backlog.over(run.job(), outcome);
    }

    /** The stop rule of the run has struck. */
    private void struck(Refusal refusal) {
        if (limits.endsWhatRuns()) {
            logger.warn("{}; what runs is ended", refusal.reason());
            haltOnce(refusal);
        } else {
            logger.warn("{}; nothing more is started", refusal.reason());
            backlog.leaveRefused();
        }
    }

    private void halt(Stopping how, Refusal refusal) {
        if (limits.stop(refusal)) {
            suspicions.close();
            int left = backlog.leaveRefused();
            reserving.giveUp(refusal);
            if (left > 0) {
                logger.warn("{}: {} left for the next start", refusal.reason(), left == 1 ? "1 job" : left + " jobs");
            }
        }
        stopping = how;
        running.stop(how, refusal.reason());
    }

    private void haltOnce(Refusal refusal) {
        if (limits.stopped() == null) {
            halt(Stopping.END, refusal);
        }
    }

    private void checkAllEnded() {
        if (closing && running.isEmpty() && reserving.isEmpty() && misfits.isEmpty() && settlement.isEmpty()) {
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
        fleet.keep();
        if (stopping == null || stopping == Stopping.DRAIN) {
            halt(Stopping.LEAVE, new Refusal(Outcomes.Stop.TABLE_LOST, reason));
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
            fleet.keep();
            halt(Stopping.LEAVE, new Refusal(Outcomes.Stop.BROKEN, reason));
        }
    }

    /** Tells whether anything is under way after which jobs may start or end. */
    private boolean isMoving() {
        return closing
                || !running.isEmpty()
                || !reserving.isEmpty()
                || !misfits.isEmpty()
                || !settlement.isEmpty()
                || !suspicions.isEmpty()
                || inventory.isAsking()
                || backlog.isWaiting()
                || !fleet.isIdle();
    }

    private void stuck(List<PlacedJob> jobs) {
        String reason = "nothing can move any more: nothing runs, and nothing that jobs could wait for is under way";
        logger.error("{}; please report it. Jobs that are left: {}", reason, jobs.size());
        breakOff(reason);
        for (PlacedJob job : jobs) {
            job.call().note(Outcomes.Stop.BROKEN);
            settlement.tell(job, Outcome.notStarted(job.job(), reason));
        }
    }

    /** Where jobs start that are reserved. */
    private final class Floor implements Reserving.Floor {
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
                fleet.machines().forEach(DispatchLoop.this::pump);
            }
            checkAllEnded();
        }

        @Override
        public void tableLost(@Nullable Throwable fault) {
            DispatchLoop.this.lost(fault);
        }

        @Override
        public void look() {
            standstill.look();
        }
    }
}
