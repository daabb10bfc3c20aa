package pipeline.remote.connect;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Says how long to wait before the next attempt to connect, or that there is none. */
final class ConnectRetryPolicy {

    private static final int LONGEST_ROW = 8;
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration ONCE = Duration.ofSeconds(1);

    private final RandomGenerator random;

    ConnectRetryPolicy(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Gives the milliseconds to wait; empty to give up.
     *
     * @param retry the kind of the last failure
     * @param failed how many attempts failed in this way, including the last
     * @param addresses how many addresses there are to try
     */
    OptionalLong delay(ConnectAttemptException.Retry retry, int failed, int addresses) {
        return switch (retry) {
            case NEVER -> OptionalLong.empty();
            case OTHER_ADDRESS -> failed < addresses ? OptionalLong.of(0) : OptionalLong.empty();
            case ONCE ->
                failed < addresses
                        ? OptionalLong.of(0)
                        : failed < addresses + 1 ? OptionalLong.of(ONCE.toMillis()) : OptionalLong.empty();
            case BACK_OFF -> failed < LONGEST_ROW ? OptionalLong.of(jittered(failed)) : OptionalLong.empty();
        };
    }

    /** Doubles with each failure, and varies by half so that those who were shed together do not come back together. */
    private long jittered(int failed) {
        long delay = Math.min(LONGEST.toMillis(), FIRST.toMillis() << (failed - 1));
        return delay / 2 + random.nextLong(delay + 1);
    }
}
