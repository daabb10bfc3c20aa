package pipeline.dispatch.table;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether this process has looked at the table often enough to judge the silence of others: after it was stopped, or the
 * table was away, everybody else's heartbeat may be as old as its own. Thread-safe.
 */
final class OrphanDetectionGuard {

    private final Duration silence;
    private final Duration gap;
    private Instant since;
    private Instant last;

    /**
     * Makes one for a process that begins, which believes what it finds.
     *
     * @param now the table's time
     * @param silence how long others are silent when they are found to be dead
     */
    OrphanDetectionGuard(Instant now, Duration silence) {
        this.silence = silence;
        this.gap = silence.dividedBy(2);
        this.since = now.minus(silence);
        this.last = now;
    }

    /** Notes a look at the table; returns whether there was no long time without one while others may have been silent. */
    synchronized boolean isSteady(Instant now) {
        if (Duration.between(last, now).compareTo(gap) > 0) {
            since = now;
        }
        last = now;
        return !Duration.between(since, now).minus(silence).isNegative();
    }
}
