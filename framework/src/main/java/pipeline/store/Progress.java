package pipeline.store;

/**
 * How far a recipe has come: how many jobs stand where.
 *
 * @param parked how many of the pending ones wait for a host that cannot be reached
 */
public record Progress(
        String jobName,
        String recipe,
        long pending,
        long reserved,
        long success,
        long error,
        long ignore,
        long parked) {

    public long total() {
        return pending + reserved + success + error + ignore;
    }

    /** Returns how many will still run without anybody's doing: the pending and the reserved ones. */
    public long remaining() {
        return pending + reserved;
    }
}
