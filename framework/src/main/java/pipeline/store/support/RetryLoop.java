package pipeline.store.support;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;
import pipeline.time.Backoff;
import pipeline.time.Scheduler;

/**
 * Repeats what failed because of a lock or because the database is away, with pauses that grow, until it works or the
 * limit is reached. Thread-safe.
 */
public final class RetryLoop {

    /** What is done; it may be done again from its beginning. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param isRepeated whether an earlier try may have been committed without our knowing
         */
        T run(boolean isRepeated);
    }

    /** Spread by half, so that several processes do not meet again. */
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(20), 2, Duration.ofSeconds(2), 0.5);

    private final String table;
    private final StoreErrors errors;
    private final OutageTracker outage;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    /**
     * Makes one.
     *
     * @param table what messages call the table
     * @param random spreads the pauses; must be thread-safe
     */
    public RetryLoop(
            String table, StoreErrors errors, OutageTracker outage, Scheduler scheduler, RandomGenerator random) {
        this.table = table;
        this.errors = errors;
        this.outage = outage;
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * Does some work until it succeeds.
     *
     * @param limit how long to try it again
     * @param limitWhileAway the same while the database is out of reach
     * @throws StoreException if it is not worth trying again, or the limit is reached
     */
    public <T extends @Nullable Object> T run(
            Work<T> work, boolean isWrite, RetryLimit limit, RetryLimit limitWhileAway) {
        long begun = scheduler.nanos();
        boolean isRepeated = false;
        for (int failures = 1; ; failures++) {
            try {
                T done = work.run(isRepeated);
                outage.works(isWrite);
                return done;
            } catch (RuntimeException e) {
                Optional<StoreErrorKind> kind = errors.kind(e);
                if (kind.isEmpty()) {
                    throw e;
                }
                RetryLimit applying = kind.get() == StoreErrorKind.AWAY ? limitWhileAway : limit;
                if (!applying.isWorthWaiting(kind.get())
                        || !outage.isWaitedFor(begun, applying, isWrite, errors.complaint(e))) {
                    throw errors.explain(e, isWrite, scheduler.since(begun));
                }
                isRepeated |= kind.get().isUncertain();
                sleep(PAUSES.after(failures, random), e);
            }
        }
    }

    private void sleep(Duration pause, RuntimeException failure) {
        try {
            scheduler.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(table + ": interrupted while it was waited for", failure);
        }
    }
}
