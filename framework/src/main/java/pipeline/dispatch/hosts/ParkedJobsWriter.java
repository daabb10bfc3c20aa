package pipeline.dispatch.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Outcome;

/** What the table has to note of parked jobs: many at once, and only of those that still are. Confined to the dispatcher's loop. */
final class ParkedJobsWriter {

    private final OutcomeRecorder recorder;
    private final JobTableWriter writer;
    private final EventLoop events;

    /** Jobs of parking hosts of which the table does not know that they are parked. */
    private final Map<HeldJobs, List<QueuedJob>> fresh = new HashMap<>();

    ParkedJobsWriter(OutcomeRecorder recorder, JobTableWriter writer, EventLoop events) {
        this.recorder = recorder;
        this.writer = writer;
        this.events = events;
    }

    /** Notes jobs of a host that are parked since now; returns whether {@link #write} is due. */
    boolean add(HeldJobs host, List<QueuedJob> jobs) {
        boolean isFirst = fresh.isEmpty();
        fresh.computeIfAbsent(host, key -> new ArrayList<>()).addAll(jobs);
        return isFirst;
    }

    /** Writes into the table which jobs were parked meanwhile; returns those that have a reservation to be given back first. */
    Map<HeldJobs, List<QueuedJob>> write() {
        Map<HeldJobs, List<QueuedJob>> reserved = new HashMap<>();
        fresh.forEach((host, jobs) -> {
            List<Long> waiting = new ArrayList<>();
            for (QueuedJob job : jobs) {
                if (!host.contains(job) || !host.health().isParking()) {
                    continue;
                }
                if (job.reservation() == null) {
                    waiting.add(job.number());
                } else {
                    reserved.computeIfAbsent(host, key -> new ArrayList<>()).add(job);
                }
            }
            mark(waiting, host.health().reason());
        });
        fresh.clear();
        return reserved;
    }

    /**
     * Returns the reservation of a parked job back.
     *
     * @param then runs when the table has it
     */
    void giveBack(QueuedJob job, String reason, Runnable then) {
        AttemptResult released =
                AttemptResult.released(Objects.requireNonNull(job.reservation()), Outcome.parked(job.job(), reason));
        recorder.write(job, released, written -> then.run());
    }

    /** Writes down why jobs wait; an empty reason for those that wait no more. */
    void mark(List<Long> jobs, String reason) {
        if (!jobs.isEmpty()) {
            writer.park(jobs, reason).whenComplete((done, fault) -> {
                if (fault != null) {
                    events.post(() -> recorder.tableLost(fault));
                }
            });
        }
    }
}
