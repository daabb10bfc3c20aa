package pipeline.dispatch.attempt;

import pipeline.remote.TransportException;

/** Brings attempts as far as a test wants them, as their hosts would. */
public final class BegunAttempts {

    private BegunAttempts() {}

    /** Notes that the program of an attempt begins, at a reading of the monotonic clock. */
    public static RunningAttempt begun(RunningAttempt attempt, long nanos) {
        attempt.began(nanos);
        return attempt;
    }

    /** Notes that an attempt is sent to its host. */
    public static RunningAttempt sent(RunningAttempt attempt) {
        if (!attempt.send()) {
            throw new IllegalStateException("the attempt was cancelled before");
        }
        return attempt;
    }

    /** Notes that an attempt waits for another host. */
    public static RunningAttempt waitingFor(RunningAttempt attempt, TransportException other) {
        attempt.waitsFor(other);
        return attempt;
    }
}
