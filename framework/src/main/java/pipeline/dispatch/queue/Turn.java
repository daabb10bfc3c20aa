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
public record Turn(int priority, Instant scheduled, long sequence) implements Comparable<Turn> {

    private static final Comparator<Turn> ORDER = Comparator.comparingInt(Turn::priority)
            .thenComparing(Turn::scheduled)
            .thenComparingLong(Turn::sequence);

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}
