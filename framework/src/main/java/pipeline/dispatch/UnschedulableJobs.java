package pipeline.dispatch;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutcomeReporter;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Outcome;
import pipeline.store.Reservation;

/** Jobs that need more than their host has: they fail without having been started. Confined to the dispatcher's loop. */
final class UnschedulableJobs {

    private final OutcomeReporter reporter;
    private final JobTableWriter ledger;
    private final OutcomeRecorder recorder;
    private final EventLoop events;
    private final BiConsumer<QueuedJob, JobTableWriter.@Nullable Answer> notOurs;
    private final Written written;
    private int asked;

    /** Takes what the table says of an outcome. */
    interface Written {
        void accept(QueuedJob job, Outcome outcome, JobTableWriter.Written written);
    }

    /**
     * Makes an empty one.
     *
     * @param notOurs takes a job that could not be reserved; null if the table cannot be used
     */
    UnschedulableJobs(
            OutcomeReporter reporter,
            JobTableWriter ledger,
            OutcomeRecorder recorder,
            EventLoop events,
            BiConsumer<QueuedJob, JobTableWriter.@Nullable Answer> notOurs,
            Written written) {
        this.reporter = reporter;
        this.ledger = ledger;
        this.recorder = recorder;
        this.events = events;
        this.notOurs = notOurs;
        this.written = written;
    }

    boolean isEmpty() {
        return asked == 0;
    }

    /** Fails a job; only who has reserved it may write that down. */
    void fail(QueuedJob job, String reason) {
        Reservation known = job.reservation();
        if (known != null) {
            write(job, known, reason);
            return;
        }
        asked++;
        ledger.reserve(job.number())
                .whenComplete((answer, fault) -> events.post(() -> {
                    asked--;
                    Reservation reservation = answer == null ? null : answer.reservation();
                    if (reservation != null) {
                        write(job.reserved(reservation), reservation, reason);
                    } else {
                        if (fault != null) {
                            recorder.tableLost(fault);
                        }
                        notOurs.accept(job, answer);
                    }
                }));
    }

    private void write(QueuedJob job, Reservation reservation, String reason) {
        Outcome outcome = reporter.unfit(job, reservation, reason);
        recorder.write(job, AttemptResult.released(reservation, outcome), what -> written.accept(job, outcome, what));
    }
}
