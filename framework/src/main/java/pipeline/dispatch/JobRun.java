package pipeline.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.remote.Slot;

/** A job that has its slot: from its start to its outcome. Thread-safe. */
final class JobRun {

    private final PlacedJob job;
    private final Slot slot;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile @Nullable String cancelled;

    JobRun(PlacedJob job, Slot slot) {
        this.job = job;
        this.slot = slot;
    }

    PlacedJob job() {
        return job;
    }

    Slot slot() {
        return slot;
    }

    /** Completes when the program on the host has ended, or nothing more will be heard of it. */
    CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /** Completes after {@link #exitCode()}, when the records of the job are in. */
    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Gives why somebody ended the job; null if nobody did. */
    @Nullable
    String cancelled() {
        return cancelled;
    }

    /** Ends the job's processes; where the host no longer answers, the job is given up after the grace. */
    void cancel(String reason, Duration grace) {
        cancelled = reason;
        slot.kill(grace).whenComplete((ok, failure) -> exitCode.completeExceptionally(new CancelledException(reason)));
    }

    /** Says that a job was given up. */
    static final class CancelledException extends Exception {
        private static final long serialVersionUID = 1;

        CancelledException(String reason) {
            super(reason);
        }
    }
}
