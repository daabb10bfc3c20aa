package pipeline.dispatch.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for one host name, in the order of their turns. Where jobs are quick, the next ones are reserved before
 * their turn, so that no slot waits for the job table. Confined to the dispatcher's loop.
 */
final class HostQueue {

    /** Jobs are quick that take no longer: the next one's turn comes as soon. */
    private static final Duration QUICK = Duration.ofMillis(100);

    /** After so many jobs in a row that were quick the next ones are taken for quick, too. */
    private static final int QUICK_IN_A_ROW = 16;

    /** So many jobs for each slot are reserved before their turn. */
    private static final int EARLY_PER_SLOT = 2;

    private final PriorityQueue<QueuedJob> free = new PriorityQueue<>(Comparator.comparing(QueuedJob::position));
    private final PriorityQueue<QueuedJob> reserved = new PriorityQueue<>(Comparator.comparing(QueuedJob::position));

    /** How many jobs are being reserved before their turn. */
    private int asked;

    private int quickInARow;

    void add(QueuedJob job) {
        (job.reservation() == null ? free : reserved).add(job);
    }

    int size() {
        return free.size() + reserved.size();
    }

    /** Returns whether none waits, nor is being reserved before its turn. */
    boolean isEmpty() {
        return size() + asked == 0;
    }

    /** Returns the job whose turn is next; null if none waits. */
    @Nullable
    QueuedJob first() {
        return next().peek();
    }

    void removeFirst() {
        next().remove();
    }

    private PriorityQueue<QueuedJob> next() {
        QueuedJob unreserved = free.peek();
        QueuedJob ours = reserved.peek();
        return ours != null && (unreserved == null || ours.position().compareTo(unreserved.position()) < 0)
                ? reserved
                : free;
    }

    /** Takes out all. */
    List<QueuedJob> drain() {
        List<QueuedJob> drained = new ArrayList<>(free);
        drained.addAll(reserved);
        drained.sort(Comparator.comparing(QueuedJob::position));
        free.clear();
        reserved.clear();
        return drained;
    }

    /**
     * Takes out the next job that should be reserved before its turn; null if that is of no use.
     *
     * @param slots how many the host has
     */
    @Nullable
    QueuedJob takeEarly(int slots) {
        if (quickInARow < QUICK_IN_A_ROW || reserved.size() + asked >= slots * EARLY_PER_SLOT) {
            return null;
        }
        QueuedJob job = free.poll();
        if (job != null) {
            asked++;
        }
        return job;
    }

    /** A job that was to be reserved before its turn is, or cannot be. */
    void earlyAnswered() {
        asked--;
    }

    /** Takes out jobs that were reserved before their turn, which did not come soon: jobs are quick no longer. */
    List<QueuedJob> takeStale(long now) {
        List<QueuedJob> stale =
                reserved.stream().filter(job -> job.isStale(now)).toList();
        reserved.removeAll(stale);
        quickInARow = stale.isEmpty() ? quickInARow : 0;
        return stale;
    }

    /** Notes how long a job had its slot. */
    void took(Duration time) {
        quickInARow = time.compareTo(QUICK) <= 0 ? quickInARow + 1 : 0;
    }
}
