package pipeline.log.server;

/**
 * How many records of a job's log came in.
 *
 * @param received records handed on
 * @param missing records known to have been sent, but not handed on
 * @param brokenOff whether a sender broke off, so that the number of its records is not known
 */
public record LogCounts(long received, long missing, boolean brokenOff) {

    static final LogCounts NOTHING = new LogCounts(0, 0, false);

    /** Returns both together. */
    LogCounts plus(LogCounts other) {
        return new LogCounts(received + other.received, missing + other.missing, brokenOff || other.brokenOff);
    }

    /**
     * Returns the tally of a job of which the node says how many records it has kept.
     *
     * @param spooled every record that is in neither place was never said, as far as the node could keep them all
     */
    public LogCounts against(long spooled) {
        return new LogCounts(received, Math.max(missing, spooled - received), false);
    }

    /** Returns whether everything that the job said was handed on. */
    public boolean isComplete() {
        return missing == 0 && !brokenOff;
    }
}
