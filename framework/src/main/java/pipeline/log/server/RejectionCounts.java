package pipeline.log.server;

import java.util.Map;

/**
 * How many senders were cut off, by reason.
 *
 * @param counts a number for every reason that there was
 */
public record RejectionCounts(Map<Rejection, Long> counts) {

    public RejectionCounts {
        counts = Map.copyOf(counts);
    }

    /** Returns how many were cut off for one reason. */
    public long of(Rejection reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /** Returns how many were cut off at all. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
