package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.random.RandomGenerator;
import pipeline.time.Backoff;

/** How long to wait before a host is used or asked again: longer each time. */
final class RetryPauses {

    private static final Backoff AFTER_FAILURES = Backoff.doubling(Duration.ofMillis(500), Duration.ofSeconds(8));
    private static final Backoff PROBES = Backoff.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff SLOW_PROBES = Backoff.doubling(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private RetryPauses() {}

    /** Returns how long the jobs of a host wait after so many failures in a row. */
    static Duration afterFailures(int failures) {
        return AFTER_FAILURES.after(Math.max(1, failures));
    }

    /**
     * Returns how long it is until a probe of a host that is set aside.
     *
     * @param number of the probe since a job ran, from 1
     * @param isSlow whether only people can put right what is wrong
     */
    static Duration beforeProbe(int number, boolean isSlow) {
        return (isSlow ? SLOW_PROBES : PROBES).after(number);
    }

    /** Returns a pause up to a quarter shorter, so that hosts that went down together are not asked all at the same moment. */
    static Duration shortened(Duration pause, RandomGenerator random) {
        long millis = pause.toMillis();
        return Duration.ofMillis(millis - random.nextLong(millis / 4 + 1));
    }
}
