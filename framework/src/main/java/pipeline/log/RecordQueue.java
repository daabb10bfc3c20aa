package pipeline.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<LogRecord> records = new ArrayDeque<>();
    private long weight;
    private boolean closed;

    /**
     * Adds a record, and waits for room where there is none. An interrupt does not end the wait, so that no record is
     * lost to it; it is kept for the caller.
     */
    Offer offer(LogRecord record, Duration limit) {
        boolean interrupted = false;
        lock.lock();
        try {
            long left = limit.toNanos();
            while (isFull() && !closed && left > 0) {
                long deadline = System.nanoTime() + left;
                try {
                    left = room.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = deadline - System.nanoTime();
                }
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
    List<LogRecord> take() {
        return take(Long.MAX_VALUE);
    }

    /** Waits for records and takes some; an empty list says that the time is over, or {@link #isOver} that all is. */
    List<LogRecord> take(long limitNanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            long left = limitNanos;
            while (records.isEmpty() && !closed && left > 0) {
                long from = System.nanoTime();
                try {
                    work.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left -= limitNanos == Long.MAX_VALUE ? 0 : System.nanoTime() - from;
            }
            List<LogRecord> batch = new ArrayList<>();
            while (batch.size() < BATCH && !records.isEmpty()) {
                LogRecord record = records.remove();
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
