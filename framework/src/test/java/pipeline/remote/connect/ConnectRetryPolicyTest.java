package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pipeline.remote.connect.ConnectAttemptException.Retry;
import pipeline.testing.Seed;

class ConnectRetryPolicyTest {

    @Test
    void the_back_off_doubles_with_jitter_and_ends_within_a_minute() {
        long seed = Seed.of(ConnectRetryPolicyTest.class);
        ConnectRetryPolicy retryPolicy = new ConnectRetryPolicy(new Random(seed));
        long sum = 0;
        for (int failed = 1; failed < 8; failed++) {
            long pause =
                    retryPolicy.pause(Retry.BACK_OFF, failed, 1).orElseThrow().toMillis();
            long middle = Math.min(8000, 250L << (failed - 1));
            assertThat(pause).as("seed %d", seed).isBetween(middle / 2, middle * 3 / 2);
            sum += pause;
        }
        assertThat(sum).as("seed %d", seed).isLessThan(60_000);
        assertThat(retryPolicy.pause(Retry.BACK_OFF, 8, 1)).isEmpty();
    }

    @Test
    void an_unreachable_host_is_tried_at_each_address_and_once_more() {
        ConnectRetryPolicy retryPolicy = new ConnectRetryPolicy(new Random(1));
        assertThat(retryPolicy.pause(Retry.OTHER_ADDRESS, 1, 2)).contains(Duration.ZERO);
        assertThat(retryPolicy.pause(Retry.OTHER_ADDRESS, 2, 2)).isEmpty();
        assertThat(retryPolicy.pause(Retry.OTHER_ADDRESS, 1, 1)).isEmpty();
        assertThat(retryPolicy.pause(Retry.ONCE, 1, 2)).contains(Duration.ZERO);
        assertThat(retryPolicy.pause(Retry.ONCE, 2, 2)).contains(Duration.ofSeconds(1));
        assertThat(retryPolicy.pause(Retry.ONCE, 3, 2)).isEmpty();
        assertThat(retryPolicy.pause(Retry.NEVER, 1, 2)).isEmpty();
    }
}
