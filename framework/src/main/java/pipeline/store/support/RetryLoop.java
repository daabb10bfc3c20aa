package pipeline.store.support;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;
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

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String table;
    private final StoreErrors errors;
    private final OutageTracker outage;
    private final Scheduler scheduler;

    /**
     * Makes one.
     *
     * @param table what messages call the table
     */
    public RetryLoop(String table, StoreErrors errors, OutageTracker outage, Scheduler scheduler) {
        this.table = table;
        this.errors = errors;
        this.outage = outage;
        this.scheduler = scheduler;
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
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
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
                sleep(pause, e);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Waits from half the pause to one and a half, so that several processes do not meet again. */
    private void sleep(Duration pause, RuntimeException failure) {
        long nanos = pause.toNanos();
        try {
            scheduler.sleep(
                    Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(table + ": interrupted while it was waited for", failure);
        }
    }
}
