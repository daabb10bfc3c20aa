package pipeline.log.server;

/**
 * What came in of a job's log.
 *
 * @param received records handed on
 * @param missing records known to have been sent, but not handed on
 * @param brokenOff whether a sender ended without saying so, after which nobody knows what it still had to say
 */
public record LogTally(long received, long missing, boolean brokenOff) {

    /** Tells whether everything that the job said was handed on. */
    public boolean isComplete() {
        return missing == 0 && !brokenOff;
    }
}
