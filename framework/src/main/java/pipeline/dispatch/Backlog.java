package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.enroll.Decision;
import pipeline.dispatch.enroll.Entry;
import pipeline.dispatch.hosts.Wards;
import pipeline.dispatch.ledger.Ended;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.ledger.Sight;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Fleet;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Later;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.rules.Refusal;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;
import pipeline.store.Reservation;

/**
 * The jobs that have not started: those that wait for their turn, for their time, or for somebody else who runs them.
 * Confined to the dispatcher's loop.
 */
final class Backlog {

    private final Fleet fleet;
    private final Limits limits;
    private final Ledger ledger;
    private final Settlement settlement;
    private final EventLoop events;
    private final Consumer<MachineQueue> pump;
    private final Wards wards;
    private final Later later = new Later(this::wake);
    private final IdentityHashMap<PlacedJob, CompletableFuture<@Nullable Sight>> watched = new IdentityHashMap<>();

    /** Jobs that are left to another run without a word about it in the table, by the reason. */
    private final Map<String, List<Long>> left = new HashMap<>();

    /**
     * Makes an empty one.
     *
     * @param prober asks a host for a slot
     * @param pump starts what may start on a machine
     */
    Backlog(
            Fleet fleet,
            Limits limits,
            Ledger ledger,
            Settlement settlement,
            EventLoop events,
            Wards.Surveillance surveillance,
            Consumer<HostSlots> prober,
            Consumer<MachineQueue> pump) {
        this.fleet = fleet;
        this.limits = limits;
        this.ledger = ledger;
        this.settlement = settlement;
        this.events = events;
        this.pump = pump;
        this.wards =
                new Wards(fleet, settlement, ledger, events, surveillance, prober, job -> enqueue(job, Duration.ZERO));
    }

    /** Gives the hosts that get no jobs for now. */
    Wards wards() {
        return wards;
    }

    /** Tells whether jobs wait for a time, a host or somebody else. */
    boolean isWaiting() {
        return !later.isEmpty() || !watched.isEmpty() || wards.keepsJobs();
    }

    /** Takes the jobs of a call. */
    void add(List<Entry> entries) {
        Set<MachineQueue> busy = new LinkedHashSet<>();
        Set<HostSlots> named = new HashSet<>();
        for (Entry entry : entries) {
            PlacedJob job = entry.job();
            Outcome kept = entry.kept();
            if (kept != null) {
                settlement.tell(job, kept);
                continue;
            }
            Refusal refusal = entry.decision() == Decision.LEAVE
                    ? limits.tooLow(job.turn().priority())
                    : limits.refusal(job);
            if (refusal != null) {
                leave(job, refusal);
            } else if (entry.decision() == Decision.WAIT) {
                watch(job);
            } else if (!entry.delay().isZero()) {
                later.add(job, entry.delay());
            } else if (!wards.takes(job)) {
                HostSlots slots = fleet.slots(job.host());
                MachineQueue machine = fleet.machine(job.host());
                machine.add(slots, job);
                busy.add(machine);
                named.add(slots);
            }
        }
        named.forEach(HostSlots::reset);
        busy.forEach(pump);
    }

    private void wake() {
        events.post(() -> later.due().forEach(this::enqueue));
    }

    /** Lets a job wait for its turn. */
    void enqueue(PlacedJob job) {
        if (wards.takes(job)) {
            return;
        }
        MachineQueue machine = fleet.machine(job.host());
        machine.add(fleet.slots(job.host()), job);
        pump.accept(machine);
    }

    /** Lets a job wait for its time, and then for its turn. */
    void enqueue(PlacedJob job, Duration delay) {
        Refusal refusal = limits.refusal(job);
        if (refusal != null) {
            leave(job, refusal);
        } else if (delay.isZero()) {
            enqueue(job);
        } else {
            later.add(job, delay);
        }
    }

    private void watch(PlacedJob job) {
        CompletableFuture<@Nullable Sight> sight = ledger.watch(job.number());
        watched.put(job, sight);
        sight.whenComplete((seen, fault) -> events.post(() -> {
            if (watched.remove(job) == null) {
                return;
            }
            if (fault != null) {
                settlement.tableLost(fault);
            }
            found(job, seen, Duration.ZERO);
        }));
    }

    /**
     * Goes on with a job that was not to be had, as the table shows it.
     *
     * @param sight null if it is not in the table any more
     * @param breath how long it waits at least if it is pending
     */
    void found(PlacedJob job, @Nullable Sight sight, Duration breath) {
        Refusal stopped = limits.stopped();
        if (stopped != null) {
            leave(job, stopped);
            return;
        }
        if (sight == null) {
            settlement.tell(
                    job, Outcome.notStarted(job.job(), "somebody took job " + job.number() + " out of the job table"));
            return;
        }
        JobRow row = sight.row();
        switch (row.state().status()) {
            case PENDING -> {
                Refusal refusal = limits.tooLow(row.priority());
                if (refusal != null) {
                    leave(job, refusal);
                } else {
                    PlacedJob again = job.again(row.priority(), row.state().scheduled());
                    enqueue(again, sight.delay().compareTo(breath) > 0 ? sight.delay() : breath);
                }
            }
            case RESERVED -> {
                Refusal refusal = limits.refusal(job);
                if (refusal != null) {
                    leave(job, refusal);
                } else {
                    watch(job);
                }
            }
            case SUCCESS, ERROR, IGNORE -> over(job, sight.outcome(job.job()));
        }
    }

    /** Tells the outcome of a job that the table has; the rest may have to go after it. */
    void over(PlacedJob job, Outcome outcome) {
        Refusal stopped = limits.stopped();
        boolean isCancelled = outcome.failure()
                .filter(failure -> failure.kind() == FailureKind.CANCELLED)
                .isPresent();
        if (isCancelled && stopped != null) {
            job.call().note(stopped.stop());
        } else if (outcome.state() == Outcome.State.PARKED) {
            job.call().note(Outcomes.Stop.PARKED);
        }
        settlement.tell(job, outcome);
        limits.ended(outcome);
    }

    /** Gives the reservation of a job back, if it has one; gives the job as it waits on. The table is told before it is asked again. */
    PlacedJob giveBack(PlacedJob job) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            return job;
        }
        ledger.end(Ended.released(reservation, Outcome.notStarted(job.job(), DispatchLoop.RUN_ENDED)));
        return job.again();
    }

    /** Leaves a job to another run. */
    void leave(PlacedJob job, Refusal refusal) {
        job.call().note(refusal.stop());
        settlement.giveBack(job, Outcome.notStarted(job.job(), refusal.reason()));
        noteLeft(job, refusal);
    }

    /** Writes down, in a moment and with all others, why a job that is pending was left by this run. */
    void noteLeft(PlacedJob job, Refusal refusal) {
        switch (refusal.stop()) {
            case HALTED, INTERRUPTED, BROKEN -> {
                if (left.isEmpty()) {
                    events.post(this::noteAllLeft);
                }
                left.computeIfAbsent(LeftPendingReason.of(refusal.reason()), key -> new ArrayList<>())
                        .add(job.number());
            }
            case ALL_DONE, PARKED, NOTHING_TO_CLAIM, LESS_URGENT_LEFT, MAX_CALLS, TABLE_LOST -> {
                // others may have it at once, or the table cannot be told
            }
        }
    }

    private void noteAllLeft() {
        left.forEach((reason, jobs) -> ledger.park(jobs, reason).whenComplete((done, fault) -> {
            if (fault != null) {
                events.post(() -> settlement.tableLost(fault));
            }
        }));
        left.clear();
    }

    /** Leaves all jobs to another run that must not be started any more; gives how many. */
    int leaveRefused() {
        List<PlacedJob> all = fleet.drain();
        all.addAll(wards.takeAll());
        all.addAll(later.drain(job -> limits.refusal(job) != null));
        for (PlacedJob job : List.copyOf(watched.keySet())) {
            if (limits.refusal(job) != null) {
                CompletableFuture<@Nullable Sight> sight = watched.remove(job);
                if (sight != null) {
                    sight.cancel(false);
                }
                all.add(job);
            }
        }
        List<PlacedJob> stay = new ArrayList<>();
        for (PlacedJob job : all) {
            Refusal refusal = limits.refusal(job);
            if (refusal != null) {
                leave(job, refusal);
            } else {
                stay.add(job);
            }
        }
        stay.forEach(this::enqueue);
        return all.size() - stay.size();
    }
}
