package pipeline.dispatch.table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pipeline.time.Scheduler;

/**
 * Requests on their way to the one thread that takes them: those that come together at once. Thread-safe; the lock guards all fields. It
 * waits by the scheduler.
 */
final class RequestQueue implements AutoCloseable {

    private final Scheduler scheduler;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<TableRequest> waiting = new ArrayDeque<>();
    private boolean isClosed;

    RequestQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Takes a request in; returns false if the queue is closed. */
    boolean add(TableRequest request) {
        lock.lock();
        try {
            if (!isClosed) {
                waiting.add(request);
                changed.signal();
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the first request, and then for more as long as more are to come; moves all of them.
     *
     * @param taken empty at first, and after a pause in which nothing came
     * @param most takes no more of them
     * @param pause how long to wait for the first; null for as long as it takes
     * @param linger how long to wait for more
     * @param isMoreToCome returns whether it is worth waiting for more than these
     */
    void take(
            List<TableRequest> taken,
            int most,
            @Nullable Duration pause,
            Duration linger,
            Predicate<List<TableRequest>> isMoreToCome)
            throws InterruptedException {
        if (!move(taken, most, pause, scheduler.nanos())) {
            return;
        }
        long begun = scheduler.nanos();
        while (taken.size() < most && isMoreToCome.test(taken) && move(taken, most, linger, begun)) {
            // what came goes along
        }
    }

    /**
     * Moves what there is as soon as there is something.
     *
     * @param limit of the wait; null for none
     * @param begun when the wait began
     * @return false if nothing came in time, or before the queue was closed
     */
    private boolean move(List<TableRequest> taken, int most, @Nullable Duration limit, long begun)
            throws InterruptedException {
        lock.lock();
        try {
            boolean isOver = false;
            while (waiting.isEmpty() && !isClosed && !isOver) {
                isOver = !waits(limit, begun);
            }
            boolean isAny = !waiting.isEmpty();
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return isAny;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change; returns false, and waits no more, if the time is over. */
    @SuppressWarnings("WaitNotInLoop") // the caller has the loop
    private boolean waits(@Nullable Duration limit, long begun) throws InterruptedException {
        if (limit == null) {
            changed.await();
            return true;
        }
        Duration left = limit.minus(scheduler.since(begun));
        if (left.isNegative() || left.isZero()) {
            return false;
        }
        scheduler.await(lock, changed, left);
        return true;
    }

    /** Returns whether it is closed and nothing is left in it. */
    boolean isOver() {
        lock.lock();
        try {
            return isClosed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; what is there can be taken out. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
