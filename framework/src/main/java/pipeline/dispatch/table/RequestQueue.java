package pipeline.dispatch.table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Requests on their way to the one thread that takes them: those that come together at once. Thread-safe; the lock guards all fields.
 * What waits here is woken by the scheduler.
 */
final class RequestQueue implements AutoCloseable {

    private final Scheduler scheduler;
    private final Deque<TableRequest> waiting = new ArrayDeque<>();
    private boolean isClosed;

    RequestQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Takes a request in; returns false if the queue is closed. */
    synchronized boolean add(TableRequest request) {
        if (!isClosed) {
            waiting.add(request);
            notifyAll();
        }
        return !isClosed;
    }

    /**
     * Waits for the first request, and then for more as long as more are to come; moves all of them.
     *
     * @param taken empty at first, and after a pause in which nothing came
     * @param most takes no more of them
     * @param pause how long to wait for the first; null for as long as it takes
     * @param linger how long to wait for more
     * @param isMoreToCome tells whether it is worth waiting for more than these
     */
    void take(
            List<TableRequest> taken,
            int most,
            @Nullable Duration pause,
            Duration linger,
            Predicate<List<TableRequest>> isMoreToCome)
            throws InterruptedException {
        Limit first = new Limit(pause);
        try {
            if (!move(taken, most, first)) {
                return;
            }
        } finally {
            first.cancel();
        }
        Limit last = new Limit(linger);
        try {
            while (taken.size() < most && isMoreToCome.test(taken) && move(taken, most, last)) {
                // what came goes along
            }
        } finally {
            last.cancel();
        }
    }

    /** Moves what there is as soon as there is something; returns false if nothing came in time, or before the queue was closed. */
    private synchronized boolean move(List<TableRequest> taken, int most, Limit limit) throws InterruptedException {
        while (waiting.isEmpty() && !isClosed && !limit.isOver) {
            limit.begin();
            wait();
        }
        boolean isAny = !waiting.isEmpty();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return isAny;
    }

    /** Returns whether it is closed and nothing is left in it. */
    synchronized boolean isOver() {
        return isClosed && waiting.isEmpty();
    }

    /** Takes nothing more in; what is there can be taken out. */
    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    private synchronized void end(Limit limit) {
        limit.isOver = true;
        notifyAll();
    }

    /** The end of a wait that may have to be waited for; guarded by the lock of the queue. */
    private final class Limit {

        private final @Nullable Duration limit;
        private @Nullable ScheduledTask task;
        private boolean isOver;

        /**
         * Makes a limit of a wait that has not begun.
         *
         * @param limit null for a wait that does not end by itself
         */
        Limit(@Nullable Duration limit) {
            this.limit = limit;
        }

        void begin() {
            if (task == null && limit != null) {
                task = scheduler.after(limit, () -> end(this));
            }
        }

        void cancel() {
            if (task != null) {
                task.cancel();
            }
        }
    }
}
