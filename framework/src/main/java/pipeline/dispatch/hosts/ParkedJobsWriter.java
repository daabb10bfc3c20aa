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
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Outcome;

/** What the table is told of parked jobs: many at once, and only of those that still are. Confined to the dispatcher's loop. */
public final class ParkedJobsWriter {

    private final OutcomeRecorder recorder;
    private final JobTableWriter ledger;
    private final EventLoop events;
    private final ParkTimeouts parkTimeouts;
    private final Consumer<QueuedJob> enqueue;

    /** Jobs of parking wards of which the table does not know that they are parked. */
    private final Map<HostHealth, List<QueuedJob>> fresh = new HashMap<>();

    /**
     * Makes an empty one.
     *
     * @param enqueue takes jobs back that are to wait for their turn
     */
    ParkedJobsWriter(
            OutcomeRecorder recorder,
            JobTableWriter ledger,
            EventLoop events,
            ParkTimeouts parkTimeouts,
            Consumer<QueuedJob> enqueue) {
        this.recorder = recorder;
        this.ledger = ledger;
        this.events = events;
        this.parkTimeouts = parkTimeouts;
        this.enqueue = enqueue;
    }

    /** Tells the table in a moment that jobs of a host are parked. */
    void add(HostHealth health, List<QueuedJob> jobs) {
        if (fresh.isEmpty()) {
            events.post(this::note);
        }
        fresh.computeIfAbsent(health, key -> new ArrayList<>()).addAll(jobs);
    }

    /** Tells the table which jobs were parked meanwhile; a job that is reserved is given back first. */
    private void note() {
        Map<HostHealth, List<QueuedJob>> noted = new HashMap<>(fresh);
        fresh.clear();
        noted.forEach((health, jobs) -> {
            Set<QueuedJob> still = identities(health.held());
            List<Long> waiting = new ArrayList<>();
            for (QueuedJob job : jobs) {
                if (!still.contains(job) || !health.isParking()) {
                    continue;
                }
                if (job.reservation() == null) {
                    waiting.add(job.number());
                } else {
                    health.held().removeIf(identities(List.of(job))::contains);
                    parkTimeouts.count(job.call(), -1);
                    giveBack(health, job);
                }
            }
            mark(waiting, health.reason());
        });
        parkTimeouts.lookAtAll();
    }

    private static Set<QueuedJob> identities(List<QueuedJob> jobs) {
        Set<QueuedJob> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(jobs);
        return set;
    }

    private void giveBack(HostHealth health, QueuedJob job) {
        if (job.call().isPulled()) {
            recorder.park(List.of(job), health.reason());
            return;
        }
        AttemptResult released = AttemptResult.released(
                Objects.requireNonNull(job.reservation()), Outcome.parked(job.job(), health.reason()));
        recorder.write(job, released, written -> enqueue.accept(job.again()));
    }

    /** Writes down why jobs wait; an empty reason for those that wait no more. */
    void mark(List<Long> jobs, String reason) {
        if (!jobs.isEmpty()) {
            ledger.park(jobs, reason).whenComplete((done, fault) -> {
                if (fault != null) {
                    events.post(() -> recorder.tableLost(fault));
                }
            });
        }
    }
}
