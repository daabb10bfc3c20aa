package pipeline.remote.sshconfig;

import java.time.Duration;

/**
 * Detects dead connections: the host is asked for an answer, and after some questions without one the connection is given up.
 *
 * @param interval how often it is asked
 * @param unanswered after how many questions without an answer
 */
public record KeepAlive(Duration interval, int unanswered) {

    /** A dead peer is noticed within about a minute. */
    public static final KeepAlive DEFAULT = new KeepAlive(Duration.ofSeconds(15), 3);

    public KeepAlive {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval must be positive, but was " + interval);
        }
        if (unanswered < 1) {
            throw new IllegalArgumentException("unanswered must be at least 1, but was " + unanswered);
        }
    }
}
