package pipeline.dispatch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.store.Reservation;

/** Jobs that need more than their host has: they fail without having been started. Confined to the dispatcher's loop. */
final class UnschedulableJobs {

    private final JobsInRun jobs;
    private final ReservationRequests reservations;
    private final AttemptCompletion completion;
    private final JobTableWriter writer;
    private int asked;

    UnschedulableJobs(
            JobsInRun jobs, ReservationRequests reservations, AttemptCompletion completion, JobTableWriter writer) {
        this.jobs = jobs;
        this.reservations = reservations;
        this.completion = completion;
        this.writer = writer;
    }

    boolean isEmpty() {
        return asked == 0;
    }

    /**
     * Fails a job; only who has reserved it may write that down.
     *
     * @return the answer of the table that is to be given to {@link #answered}; null if the job was reserved before
     */
    @Nullable
    CompletableFuture<JobTableWriter.Answer> fail(QueuedJob job, String reason) {
        Reservation known = job.reservation();
        if (known != null) {
            completion.unschedulable(job, known, reason);
            return null;
        }
        asked++;
        jobs.note(job, JobPhase.Event.RESERVATION_ASKED);
        return writer.reserve(job.number());
    }

    /**
     * Takes the answer of the table.
     *
     * @param answer null if the table cannot be used, for which the run has been stopped
     * @param now a reading of the monotonic clock
     */
    void answered(QueuedJob job, String reason, JobTableWriter.@Nullable Answer answer, long now) {
        asked--;
        Reservation reservation = answer == null ? null : answer.reservation();
        if (reservation != null) {
            completion.unschedulable(job.reserve(reservation, now), reservation, reason);
        } else {
            reservations.notOurs(job, answer);
        }
    }
}
