package pipeline.log.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pipeline.time.MonotonicClock;

/** Waits for the last records of a job. Belongs to the server's thread once it is handed over. */
final class PendingLogDrain {

    // A sender that was killed may still stand in the queue of connections, and its hello in the socket: one round of
    // the server takes in the one, the next round the other.
    private static final int ROUNDS = 2;

    private final JobLog job;
    private final CompletableFuture<LogCounts> future;
    private final long deadline;
    private int rounds = ROUNDS;

    PendingLogDrain(JobLog job, CompletableFuture<LogCounts> future, Duration limit, MonotonicClock clock) {
        this.job = job;
        this.future = future;
        this.deadline = clock.nanos() + limit.toNanos();
    }

    JobLog job() {
        return job;
    }

    /** Counts a round of the server; returns whether the wait is over. */
    boolean isOver(long now) {
        rounds = Math.max(0, rounds - 1);
        return rounds == 0 && (job.isQuiet() || now - deadline >= 0);
    }

    /** Returns how long the server may sleep, as far as this wait is concerned. */
    long nanosToWait(long now) {
        return rounds > 0 ? 0 : Math.max(0, deadline - now);
    }

    void complete() {
        future.complete(job.counts());
    }
}
