package pipeline.dispatch.attempt;

/** Attempts whose program has begun, for tests of what watches them. */
public final class BegunAttempts {

    private BegunAttempts() {}

    /** Notes that the program of an attempt begins, at a reading of the monotonic clock. */
    public static RunningAttempt begun(RunningAttempt attempt, long nanos) {
        attempt.began(nanos);
        return attempt;
    }
}
