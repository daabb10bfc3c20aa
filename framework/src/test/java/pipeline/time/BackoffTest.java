package pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pipeline.testing.Seed;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Test
    void pauses_grow_by_the_factor_until_the_longest() {
        assertThat(pauses(Backoff.doubling(FIRST, LONGEST))).containsExactly(200, 400, 800, 1600, 3200, 6400, 10_000);
        assertThat(pauses(new Backoff(FIRST, 3, LONGEST, 0)))
                .startsWith(200, 600, 1800, 5400)
                .endsWith(10_000);
        assertThat(pauses(new Backoff(FIRST, 1, LONGEST, 0))).containsOnly(200);
        assertThat(Backoff.doubling(FIRST, LONGEST).after(Integer.MAX_VALUE)).isEqualTo(LONGEST);
    }

    @Test
    void chance_makes_a_pause_shorter_or_longer_by_its_part() {
        long seed = Seed.of(BackoffTest.class);
        Random random = new Random(seed);
        Backoff backoff = new Backoff(FIRST, 2, LONGEST, 0.25);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.after(2, random))
                    .as("seed %s", seed)
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(500));
        }
        assertThat(Backoff.doubling(FIRST, LONGEST).after(2, random)).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.doubling(FIRST, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(FIRST, 0, LONGEST, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(FIRST, 2, LONGEST, 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(FIRST, 2, LONGEST, Double.NaN));
    }

    private static int[] pauses(Backoff backoff) {
        return IntStream.rangeClosed(1, 7)
                .map(failures -> (int) backoff.after(failures).toMillis())
                .toArray();
    }
}
