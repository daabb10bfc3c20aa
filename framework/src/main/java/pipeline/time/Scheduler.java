package pipeline.time;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks after a delay and knows the time; all that waits in this program waits by one of these, so that a test can move
 * the time by hand. Thread-safe.
 */
public interface Scheduler extends MonotonicClock {

    /** Returns the scheduler that runs by the clocks of this machine. It owns no thread and is never closed. */
    static Scheduler system() {
        return SystemScheduler.INSTANCE;
    }

    /** Returns the time of day, for what people read and the table keeps; delays are measured by {@link #nanos()}. */
    Clock wallClock();

    /**
     * Runs a task once, after a delay, on a thread of the common pool.
     *
     * @param delay what is not positive means at once, but never on the calling thread
     */
    ScheduledTask after(Duration delay, Runnable task);

    /**
     * Runs a task again and again, each time a pause after the former run has ended, until it is cancelled. A task that
     * throws is not run again; the thread's handler of uncaught exceptions takes what it threw.
     *
     * @param pause before each run, also the first; must be positive
     */
    default ScheduledTask every(Duration pause, Runnable task) {
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("pause must be positive, but was " + pause);
        }
        RepeatedTask repeated = new RepeatedTask(this, pause, task);
        repeated.arm();
        return repeated;
    }

    /**
     * Blocks the calling thread for a while.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Waits until a condition is signalled, at most for a while. As every wait for a condition it may return earlier for no reason.
     *
     * @param lock of the condition, which the calling thread holds
     * @throws InterruptedException if the thread is interrupted
     */
    @SuppressWarnings("WaitNotInLoop") // the caller has the loop
    default void await(Lock lock, Condition condition, Duration limit) throws InterruptedException {
        ScheduledTask wake = after(limit, () -> {
            lock.lock();
            try {
                condition.signalAll();
            } finally {
                lock.unlock();
            }
        });
        try {
            condition.await();
        } finally {
            wake.cancel();
        }
    }

    /** Completes a future with a value after a time limit, unless it is completed before; returns the future. */
    default <T> CompletableFuture<T> completeOnTimeout(CompletableFuture<T> future, @Nullable T value, Duration limit) {
        return cancelWhenDone(future, after(limit, () -> future.complete(value)));
    }

    /** Completes a future that has no value after a time limit, unless it is completed before; returns the future. */
    default CompletableFuture<Void> completeOnTimeout(CompletableFuture<Void> future, Duration limit) {
        return cancelWhenDone(future, after(limit, () -> future.complete(null)));
    }

    /**
     * Fails a future with a {@link TimeoutException} after a time limit, unless it is completed before; returns the future.
     */
    default <T extends @Nullable Object> CompletableFuture<T> failOnTimeout(
            CompletableFuture<T> future, Duration limit) {
        return cancelWhenDone(
                future,
                after(limit, () -> future.completeExceptionally(new TimeoutException("not done after " + limit))));
    }

    private static <T extends @Nullable Object> CompletableFuture<T> cancelWhenDone(
            CompletableFuture<T> future, ScheduledTask timeout) {
        future.whenComplete((value, failure) -> timeout.cancel());
        return future;
    }
}
