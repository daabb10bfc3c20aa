package pipeline.report;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Puts attempts on lanes, so many for each host as ran there at a time, so that no two overlap. The table does not say in which slot
 * an attempt ran; the lowest lane that is free stands for it.
 */
final class LaneAssignment {

    private record Busy(long until, int lane) {}

    private final int[] lanes;
    private final long[] waitFrom;
    private final int[] counts;

    private LaneAssignment(int attempts, int hosts) {
        this.lanes = new int[attempts];
        this.waitFrom = new long[attempts];
        this.counts = new int[hosts];
    }

    /**
     * Assigns them.
     *
     * @param host returns the host of an attempt, from 0
     */
    static LaneAssignment of(AttemptColumns attempts, IntUnaryOperator host, int hosts) {
        LaneAssignment assignment = new LaneAssignment(attempts.size(), hosts);
        IntToLongFunction start = attempt -> start(attempts, attempt);
        int[] order = IntStream.range(0, attempts.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(host::applyAsInt)
                        .thenComparingLong(start::applyAsLong)
                        .thenComparingInt(attempt -> attempt))
                .mapToInt(Integer::intValue)
                .toArray();
        int from = 0;
        while (from < order.length) {
            int of = host.applyAsInt(order[from]);
            int to = from;
            while (to < order.length && host.applyAsInt(order[to]) == of) {
                to++;
            }
            assignment.counts[of] = assignment.assign(attempts, order, from, to);
            from = to;
        }
        return assignment;
    }

    /** An attempt takes its lane from when its program began; while it waited, another one may have run there. */
    private static long start(AttemptColumns attempts, int attempt) {
        return attempts.isStarted(attempt) ? attempts.began.get(attempt) : attempts.reserved.get(attempt);
    }

    private int assign(AttemptColumns attempts, int[] order, int from, int to) {
        PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingLong(Busy::until));
        PriorityQueue<Busy> free = new PriorityQueue<>(Comparator.comparingInt(Busy::lane));
        int count = 0;
        for (int i = from; i < to; i++) {
            int attempt = order[i];
            long start = start(attempts, attempt);
            while (!busy.isEmpty() && busy.peek().until() <= start) {
                free.add(busy.remove());
            }
            Busy lane = free.isEmpty() ? new Busy(Long.MIN_VALUE, count++) : free.remove();
            lanes[attempt] = lane.lane();
            waitFrom[attempt] = Math.max(attempts.reserved.get(attempt), lane.until());
            busy.add(new Busy(Math.max(start, attempts.ended.get(attempt)), lane.lane()));
        }
        return count;
    }

    /** Returns the lane of an attempt among those of its host, from 0. */
    int lane(int attempt) {
        return lanes[attempt];
    }

    /** Returns from when on an attempt is shown to wait: when it was taken for its host, or when its lane became free. */
    long waitFrom(int attempt) {
        return waitFrom[attempt];
    }

    /** Returns how many lanes a host has. */
    int count(int host) {
        return counts[host];
    }
}
