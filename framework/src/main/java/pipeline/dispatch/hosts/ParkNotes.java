package pipeline.dispatch.hosts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import pipeline.dispatch.ledger.Ended;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.job.Outcome;

/** What the table is told of parked jobs: many at once, and only of those that still are. Confined to the dispatcher's loop. */
public final class ParkNotes {

    private final Settlement settlement;
    private final Ledger ledger;
    private final EventLoop events;
    private final Vigils vigils;
    private final Consumer<PlacedJob> enqueue;

    /** Jobs of parking wards of which the table does not know that they are parked. */
    private final Map<Ward, List<PlacedJob>> fresh = new HashMap<>();

    /**
     * Makes an empty one.
     *
     * @param enqueue takes jobs back that are to wait for their turn
     */
    ParkNotes(Settlement settlement, Ledger ledger, EventLoop events, Vigils vigils, Consumer<PlacedJob> enqueue) {
        this.settlement = settlement;
        this.ledger = ledger;
        this.events = events;
        this.vigils = vigils;
        this.enqueue = enqueue;
    }

    /** Tells the table in a moment that jobs of a host are parked. */
    void add(Ward ward, List<PlacedJob> jobs) {
        if (fresh.isEmpty()) {
            events.post(this::note);
        }
        fresh.computeIfAbsent(ward, key -> new ArrayList<>()).addAll(jobs);
    }

    /** Tells the table which jobs were parked meanwhile; a job that is reserved is given back first. */
    private void note() {
        Map<Ward, List<PlacedJob>> noted = new HashMap<>(fresh);
        fresh.clear();
        noted.forEach((ward, jobs) -> {
            Set<PlacedJob> still = identities(ward.held());
            List<Long> waiting = new ArrayList<>();
            for (PlacedJob job : jobs) {
                if (!still.contains(job) || !ward.isParking()) {
                    continue;
                }
                if (job.reservation() == null) {
                    waiting.add(job.number());
                } else {
                    ward.held().removeIf(identities(List.of(job))::contains);
                    vigils.count(job.call(), -1);
                    giveBack(ward, job);
                }
            }
            mark(waiting, ward.reason());
        });
        vigils.lookAtAll();
    }

    private static Set<PlacedJob> identities(List<PlacedJob> jobs) {
        Set<PlacedJob> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(jobs);
        return set;
    }

    private void giveBack(Ward ward, PlacedJob job) {
        if (job.call().isPulled()) {
            settlement.park(List.of(job), ward.reason());
            return;
        }
        Ended released =
                Ended.released(Objects.requireNonNull(job.reservation()), Outcome.parked(job.job(), ward.reason()));
        settlement.write(job, released, written -> enqueue.accept(job.again()));
    }

    /** Writes down why jobs wait; an empty reason for those that wait no more. */
    void mark(List<Long> jobs, String reason) {
        if (!jobs.isEmpty()) {
            ledger.park(jobs, reason).whenComplete((done, fault) -> {
                if (fault != null) {
                    events.post(() -> settlement.tableLost(fault));
                }
            });
        }
    }
}
