package pipeline.dispatch.queue;

import java.time.Instant;
import java.util.Comparator;

/**
 * When a job's turn comes among those that wait for the same machine: the more urgent first, then what has waited longer.
 *
 * @param priority from 0, the most urgent
 * @param scheduled from when on the job may start, by the store's clock
 * @param sequence counts the jobs of this run in the order of their calls and places; no two have the same
 */
public record QueuePosition(int priority, Instant scheduled, long sequence) implements Comparable<QueuePosition> {

    private static final Comparator<QueuePosition> ORDER = Comparator.comparingInt(QueuePosition::priority)
            .thenComparing(QueuePosition::scheduled)
            .thenComparingLong(QueuePosition::sequence);

    @Override
    public int compareTo(QueuePosition other) {
        return ORDER.compare(this, other);
    }
}
