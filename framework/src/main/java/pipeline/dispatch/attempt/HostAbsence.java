package pipeline.dispatch.attempt;

import java.time.Duration;
import pipeline.remote.TransportException;
import pipeline.time.Backoff;
import pipeline.time.MonotonicClock;

/** How long a host has been away, and when it is asked again. Confined to one attempt at a time. */
final class HostAbsence {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Backoff PAUSES = Backoff.doubling(Duration.ofSeconds(1), LONGEST_PAUSE);

    private final MonotonicClock clock;
    private final Duration limit;
    private long since;
    private int pauses;

    /**
     * Begins an absence.
     *
     * @param limit after so long without an answer the host is given up
     */
    HostAbsence(MonotonicClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
        this.since = clock.nanos();
    }

    /**
     * Returns whether to give up. A connection that stood for a while before it broke begins a new absence.
     *
     * @param lasted how long the last attempt to ask the host went on
     */
    boolean isTooLong(TransportException broken, Duration lasted) {
        if (broken.cause() == TransportException.Cause.LOST && lasted.compareTo(LONGEST_PAUSE) > 0) {
            since = clock.nanos();
            pauses = 0;
        }
        return clock.since(since).compareTo(limit) > 0;
    }

    /** Returns how long to wait before the host is asked again; longer each time. */
    Duration pause() {
        pauses++;
        return PAUSES.after(pauses);
    }
}
