package pipeline.dispatch.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.store.Reservation;

/**
 * A job on its way through a run. What it is never changes and may be read by any thread; its phase, its position and its
 * reservation are confined to the dispatcher's loop.
 */
public final class QueuedJob {

    /** A job that was reserved longer ago and still waits may have been cancelled since. */
    private static final Duration RESERVATION_IS_FRESH = Duration.ofMillis(250);

    private final JobBatch batch;
    private final int index;
    private final long number;
    private final ComputeJob job;
    private JobPhase phase = JobPhase.SUBMITTED;
    private QueuePosition position;
    private boolean counted;
    private @Nullable Reservation reservation;
    private long reservedAt;

    /**
     * Makes a job that is submitted.
     *
     * @param index its place in the batch
     * @param number its number in the job table
     */
    public QueuedJob(JobBatch batch, int index, long number, ComputeJob job, QueuePosition position) {
        this.batch = batch;
        this.index = index;
        this.number = number;
        this.job = job;
        this.position = position;
    }

    public JobBatch batch() {
        return batch;
    }

    public int index() {
        return index;
    }

    public long number() {
        return number;
    }

    public ComputeJob job() {
        return job;
    }

    public String host() {
        return job.host();
    }

    /** Returns the hosts that it needs: the one that runs it, and the one from which a file comes. */
    public List<String> hosts() {
        return job.command() instanceof JobCommand.Transfer move
                        && !move.source().host().isEmpty()
                        && !move.source().host().equals(job.host())
                ? List.of(job.host(), move.source().host())
                : List.of(job.host());
    }

    public JobPhase phase() {
        return phase;
    }

    void enter(JobPhase next) {
        phase = next;
    }

    public QueuePosition position() {
        return position;
    }

    /** Returns whether it has been reserved before in this run. */
    public boolean counted() {
        return counted;
    }

    /** Returns the right to run it; null while there is none. */
    public @Nullable Reservation reservation() {
        return reservation;
    }

    /**
     * Takes the right to run it.
     *
     * @param now a reading of the monotonic clock
     */
    public QueuedJob reserve(Reservation with, long now) {
        reservation = with;
        reservedAt = now;
        counted = true;
        return this;
    }

    /** Drops the right to run it, which is given back or used up. */
    public QueuedJob release() {
        reservation = null;
        return this;
    }

    /** Drops the right to run it, and waits for another turn; must not be in a queue. */
    public QueuedJob release(int priority, Instant scheduled) {
        position = new QueuePosition(priority, scheduled, position.sequence());
        return release();
    }

    /**
     * Returns whether it was reserved so long ago that the table should be asked again before it starts.
     *
     * @param now a reading of the monotonic clock
     */
    public boolean isStale(long now) {
        return reservation != null
                && !batch.isPulled()
                && Duration.ofNanos(now - reservedAt).compareTo(RESERVATION_IS_FRESH) > 0;
    }
}
