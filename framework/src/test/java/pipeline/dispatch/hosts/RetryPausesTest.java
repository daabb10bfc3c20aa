package pipeline.dispatch.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pipeline.testing.Seed;

class RetryPausesTest {

    @Test
    void a_pause_is_up_to_a_quarter_shorter_by_chance() {
        long seed = Seed.of(RetryPausesTest.class);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            assertThat(RetryPauses.shortened(Duration.ofSeconds(1), random))
                    .as("seed %d", seed)
                    .isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
        }
        assertThat(RetryPauses.shortened(Duration.ZERO, random)).isZero();
    }
}
