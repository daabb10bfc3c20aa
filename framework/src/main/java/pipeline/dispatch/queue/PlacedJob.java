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
 */
public record PlacedJob(
        Call call,
        int index,
        long number,
        ComputeJob job,
        Turn turn,
        boolean counted,
        @Nullable Reservation reservation) {

    public static PlacedJob waiting(Call call, int index, long number, ComputeJob job, Turn turn) {
        return new PlacedJob(call, index, number, job, turn, false, null);
    }

    public String host() {
        return job.host();
    }

    /** Gives the same job with the right to run it. */
    public PlacedJob reserved(Reservation with) {
        return new PlacedJob(call, index, number, job, turn, true, with);
    }

    /** Gives the same job without a right to run it, waiting for its turn once more. */
    public PlacedJob again() {
        return new PlacedJob(call, index, number, job, turn, counted, null);
    }

    /** Gives the same job without a right to run it, waiting for another turn. */
    public PlacedJob again(int priority, Instant scheduled) {
        Turn next = new Turn(priority, scheduled, turn.sequence());
        return new PlacedJob(call, index, number, job, next, counted, null);
    }
}
