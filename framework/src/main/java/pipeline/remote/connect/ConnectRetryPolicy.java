package pipeline.remote.connect;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import pipeline.time.Backoff;

/** Decides whether there is another attempt to connect, and after which pause. */
final class ConnectRetryPolicy {

    private static final int MOST_ATTEMPTS = 8;

    private static final Backoff SHED = new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(8), 0.5);

    private static final Duration ONCE = Duration.ofSeconds(1);

    private final RandomGenerator random;

    ConnectRetryPolicy(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns how long to wait; empty to give up.
     *
     * @param retry the kind of the last failure
     * @param failed how many attempts failed in this way, including the last
     * @param addresses how many addresses there are to try
     */
    Optional<Duration> pause(ConnectAttemptException.Retry retry, int failed, int addresses) {
        return switch (retry) {
            case NEVER -> Optional.empty();
            case OTHER_ADDRESS -> failed < addresses ? Optional.of(Duration.ZERO) : Optional.empty();
            case ONCE ->
                failed < addresses
                        ? Optional.of(Duration.ZERO)
                        : failed < addresses + 1 ? Optional.of(ONCE) : Optional.empty();
            case BACK_OFF -> failed < MOST_ATTEMPTS ? Optional.of(SHED.after(failed, random)) : Optional.empty();
        };
    }
}
