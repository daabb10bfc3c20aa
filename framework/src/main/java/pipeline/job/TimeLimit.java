package pipeline.job;

import java.time.Duration;

/**
 * How long an attempt at a job may take before it is ended and counts as failed.
 *
 * <pre>{@code
 * ComputeJob fixed = job.timeout(new TimeLimit.Fixed(Duration.ofHours(2)));
 * ComputeJob threeTimesTheUsual = job.timeout(new TimeLimit.OfMedian(300));
 * }</pre>
 */
public sealed interface TimeLimit {

    /**
     * A time.
     *
     * @param time above zero
     */
    record Fixed(Duration time) implements TimeLimit {
        public Fixed {
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException("a time limit must be above zero, but was " + time);
            }
        }
    }

    /**
     * A share of the median of what the successful jobs of the same recipe and program took so far, and not less than a
     * second; while there are fewer than three of them, there is no limit.
     *
     * @param percent such as 300 for three times the median; above 100
     */
    record OfMedian(int percent) implements TimeLimit {
        public OfMedian {
            if (percent <= 100) {
                throw new IllegalArgumentException(
                        "a time limit in percent of the median must be above 100, but was " + percent);
            }
        }
    }
}
