package pipeline.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after one failure and the next: longer after each, up to a limit. Immutable.
 *
 * @param first the pause after the first failure
 * @param factor by which each pause is longer than the one before; 1 for pauses that are all the same
 * @param longest no pause is longer, but by chance
 * @param spread the part, from 0 to 1, by which chance makes a pause shorter or longer, so that those who failed together do not
 *     come back together
 */
public record Backoff(Duration first, int factor, Duration longest, double spread) {

    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first pause must be from 0 to the longest, %s, but was %s".formatted(longest, first));
        }
        if (factor < 1) {
            throw new IllegalArgumentException("factor must be at least 1, but was " + factor);
        }
        if (!(spread >= 0 && spread <= 1)) {
            throw new IllegalArgumentException("spread must be from 0 to 1, but was " + spread);
        }
    }

    /** Makes pauses that double and leave nothing to chance. */
    public static Backoff doubling(Duration first, Duration longest) {
        return new Backoff(first, 2, longest, 0);
    }

    /**
     * Returns the pause after some failures in a row, without chance.
     *
     * @param failures from 1
     */
    public Duration after(int failures) {
        double nanos = first.toNanos() * Math.pow(factor, failures - 1.0);
        return nanos < longest.toNanos() ? Duration.ofNanos((long) nanos) : longest;
    }

    /**
     * Returns the pause after some failures in a row, shorter or longer by chance.
     *
     * @param failures from 1
     */
    public Duration after(int failures, RandomGenerator random) {
        double part = 1 + spread * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (after(failures).toNanos() * part));
    }
}
