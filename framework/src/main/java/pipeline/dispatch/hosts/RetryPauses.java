package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.random.RandomGenerator;
import pipeline.time.Backoff;

/** How long to wait before a host is used or asked again: longer each time. Confined to the dispatcher's loop. */
final class RetryPauses {

    private static final Backoff AFTER_FAILURES = Backoff.doubling(Duration.ofMillis(500), Duration.ofSeconds(8));
    private static final Backoff PROBES = Backoff.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff SLOW_PROBES = Backoff.doubling(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final RandomGenerator random;
    private int probes;

    /**
     * Makes the pauses of one host.
     *
     * @param random spreads them, so that hosts that went down together are not asked all at the same moment
     */
    RetryPauses(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how long the jobs of a host wait after so many failures in a row. */
    Duration afterFailures(int failures) {
        return shortened(AFTER_FAILURES.after(Math.max(1, failures)));
    }

    /**
     * Returns how long it is until the next probe of a host that is set aside; each is longer, until a job ran.
     *
     * @param isSlow whether only people can put right what is wrong
     */
    Duration nextProbe(boolean isSlow) {
        probes++;
        return shortened((isSlow ? SLOW_PROBES : PROBES).after(probes));
    }

    /** A job ran. */
    void reset() {
        probes = 0;
    }

    private Duration shortened(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(millis - random.nextLong(millis / 4 + 1));
    }
}
