package pipeline.time;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** The real time of this machine, by the JDK's own timer thread and common pool. Thread-safe. */
final class SystemScheduler implements Scheduler {

    static final SystemScheduler INSTANCE = new SystemScheduler();

    /** What is longer is no wait that anybody sees the end of, and keeps the arithmetic in range. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private SystemScheduler() {}

    @Override
    public long nanos() {
        return MonotonicClock.SYSTEM.nanos();
    }

    @Override
    public Clock wallClock() {
        return Clock.systemUTC();
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        due.thenRunAsync(() -> run(task));
        due.completeOnTimeout(null, nanos(delay), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }

    private static long nanos(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return (delay.compareTo(LONGEST) > 0 ? LONGEST : delay).toNanos();
    }

    /** A future would keep what the task throws to itself. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos(duration));
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the caller has the loop
    public void await(Lock lock, Condition condition, Duration limit) throws InterruptedException {
        // no other thread needs to wake this one
        long unused = condition.awaitNanos(nanos(limit));
    }
}
