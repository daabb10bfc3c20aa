package pipeline.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only when the test says so. Tasks run on the thread that moves the time, in the order in which they are due.
 * Thread-safe.
 */
public final class VirtualTime implements Scheduler {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(long nanos, long order, Runnable task) {}

    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long now;
    private long order;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public Clock wallClock() {
        return Clock.fixed(BEGINNING.plusNanos(nanos()), ZoneOffset.UTC);
    }

    @Override
    public synchronized ScheduledTask after(Duration delay, Runnable task) {
        Due due = new Due(now + Math.max(0, delay.toNanos()), order, task);
        order++;
        waiting.add(due);
        return () -> drop(due);
    }

    private synchronized void drop(Due due) {
        waiting.remove(due);
    }

    /** Lets time pass, and runs all that becomes due, also what is scheduled meanwhile. */
    public void advance(Duration by) {
        long until = nanos() + by.toNanos();
        for (Due due = next(until); due != null; due = next(until)) {
            due.task().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Due next(long until) {
        Due first = waiting.peek();
        if (first == null || first.nanos() > until) {
            return null;
        }
        waiting.remove();
        now = Math.max(now, first.nanos());
        return first;
    }

    /** Returns how long it is until the next task is due; fails if none waits. */
    public synchronized Duration untilNext() {
        Due first = waiting.peek();
        if (first == null) {
            throw new IllegalStateException("nothing waits");
        }
        return Duration.ofNanos(first.nanos() - now);
    }

    /** Returns how many tasks wait for their time. */
    public synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
    }
}
