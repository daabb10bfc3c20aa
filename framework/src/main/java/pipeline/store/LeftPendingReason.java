package pipeline.store;

/**
 * The reason of pending jobs that a run left behind when it was ended before its time. They wait for a run; every other reason means
 * that a job is parked, which waits for its host.
 */
public final class LeftPendingReason {

    /** What such reasons begin with. */
    public static final String PREFIX = "left: ";

    private LeftPendingReason() {}

    /** Returns the reason, from why the run was ended. */
    public static String of(String why) {
        return PREFIX + why;
    }
}
