package pipeline.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.store.LeftPendingReason;

/** Notes in the job table, for all jobs of a moment together, why this run left them pending. Confined to the dispatcher's loop. */
final class LeftJobsWriter {

    private final JobTableWriter writer;
    private final OutcomeRecorder recorder;
    private final EventLoop events;

    /** The numbers of jobs that are not noted yet, by the reason. */
    private final Map<String, List<Long>> left = new HashMap<>();

    LeftJobsWriter(JobTableWriter writer, OutcomeRecorder recorder, EventLoop events) {
        this.writer = writer;
        this.recorder = recorder;
        this.events = events;
    }

    /** Notes why a job that is pending was left. */
    void note(QueuedJob job, StopReason stopReason) {
        switch (stopReason.stop()) {
            case HALTED, INTERRUPTED, BROKEN -> {
                if (left.isEmpty()) {
                    events.post(this::write);
                }
                left.computeIfAbsent(LeftPendingReason.of(stopReason.reason()), key -> new ArrayList<>())
                        .add(job.number());
            }
            case ALL_DONE, PARKED, NOTHING_TO_CLAIM, LESS_URGENT_LEFT, MAX_CALLS, TABLE_LOST -> {
                // others may have it at once, or the table cannot be written
            }
        }
    }

    private void write() {
        left.forEach((reason, jobs) -> writer.park(jobs, reason).whenComplete((done, fault) -> {
            if (fault != null) {
                events.post(() -> recorder.tableLost(fault));
            }
        }));
        left.clear();
    }
}
