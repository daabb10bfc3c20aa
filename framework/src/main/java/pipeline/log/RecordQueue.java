package pipeline.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pipeline.time.Scheduler;

/**
 * Records on their way to the sending thread, bounded in number and in size. The lock guards all fields; the weight is
 * the sum over the records that wait.
 */
final class RecordQueue {

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    private static final int MAX_RECORDS = 10_000;
    private static final int MAX_WEIGHT = 16 << 20;
    private static final int BATCH = 256;

    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<JobLogRecord> records = new ArrayDeque<>();
    private long weight;
    private boolean closed;

    RecordQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Adds a record, and waits for room where there is none. An interrupt does not end the wait, so that no record is
     * lost to it; it is kept for the caller.
     */
    Offer offer(JobLogRecord record, Duration limit) {
        boolean interrupted = false;
        lock.lock();
        try {
            long begun = scheduler.nanos();
            Duration left = limit;
            while (isFull() && !closed && left.compareTo(Duration.ZERO) > 0) {
                try {
                    scheduler.await(lock, room, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = limit.minus(scheduler.since(begun));
            }
            if (closed) {
                return Offer.CLOSED;
            }
            if (isFull()) {
                return Offer.FULL;
            }
            records.add(record);
            weight += record.weight();
            work.signal();
            return Offer.TAKEN;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for records and takes some; an empty list says that the queue is closed and nothing is left. */
    List<JobLogRecord> take() {
        return take(null);
    }

    /**
     * Waits for records and takes some; an empty list says that the time is over, or {@link #isOver} that all is.
     *
     * @param limit null to wait for ever
     */
    List<JobLogRecord> take(@Nullable Duration limit) {
        boolean interrupted = false;
        lock.lock();
        try {
            long begun = scheduler.nanos();
            while (records.isEmpty() && !closed) {
                Duration left = limit == null ? null : limit.minus(scheduler.since(begun));
                if (left != null && left.compareTo(Duration.ZERO) <= 0) {
                    break;
                }
                try {
                    if (left == null) {
                        work.await();
                    } else {
                        scheduler.await(lock, work, left);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            List<JobLogRecord> batch = new ArrayList<>();
            while (batch.size() < BATCH && !records.isEmpty()) {
                JobLogRecord record = records.remove();
                weight -= record.weight();
                batch.add(record);
            }
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether the queue is closed and nothing is left in it. */
    boolean isOver() {
        lock.lock();
        try {
            return closed && records.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more records; those that wait can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return records.size() >= MAX_RECORDS || weight >= MAX_WEIGHT;
    }
}
