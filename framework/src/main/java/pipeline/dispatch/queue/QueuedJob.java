package pipeline.dispatch.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.store.Reservation;

/**
 * A job on its way.
 *
 * @param index its place in the call
 * @param number its number in the job table
 * @param counted whether it has been reserved before in this run
 * @param reservation the right to run it; null while there is none
 * @param reservedAt when that was given, as {@link System#nanoTime()} counts; 0 while there is none
 */
public record QueuedJob(
        JobBatch call,
        int index,
        long number,
        ComputeJob job,
        QueuePosition turn,
        boolean counted,
        @Nullable Reservation reservation,
        long reservedAt) {

    /** A job that was reserved longer ago, in nanoseconds, and still waits may have been cancelled since. */
    private static final long HOLDS = 250_000_000;

    public static QueuedJob waiting(JobBatch call, int index, long number, ComputeJob job, QueuePosition turn) {
        return new QueuedJob(call, index, number, job, turn, false, null, 0);
    }

    public String host() {
        return job.host();
    }

    /** Gives the same job with the right to run it. */
    public QueuedJob reserved(Reservation with) {
        return new QueuedJob(call, index, number, job, turn, true, with, System.nanoTime());
    }

    /** Gives the same job without a right to run it, waiting for its turn once more. */
    public QueuedJob again() {
        return new QueuedJob(call, index, number, job, turn, counted, null, 0);
    }

    /** Gives the same job without a right to run it, waiting for another turn. */
    public QueuedJob again(int priority, Instant scheduled) {
        QueuePosition next = new QueuePosition(priority, scheduled, turn.sequence());
        return new QueuedJob(call, index, number, job, next, counted, null, 0);
    }

    /** Tells whether it was reserved so long ago that the table should be asked again before it starts. */
    public boolean isStale() {
        return reservation != null && !call.isPulled() && System.nanoTime() - reservedAt > HOLDS;
    }
}
