package pipeline.dispatch.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pipeline.testing.Seed;

class DurationStatsTest {

    private final DurationStats stats = new DurationStats();

    @Test
    void two_successes_have_no_median() {
        add(1, 2);
        assertThat(stats.median()).isNull();
        add(9);
        assertThat(stats.median()).isEqualTo(Duration.ofSeconds(2));
        add(9);
        assertThat(stats.median()).isEqualTo(Duration.ofMillis(5500));
    }

    @Test
    void only_the_latest_successes_count() {
        add(IntStream.generate(() -> 7).limit(DurationStats.MOST).toArray());
        add(IntStream.generate(() -> 2).limit(DurationStats.MOST / 2 + 1).toArray());
        assertThat(stats.median()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void what_the_table_has_takes_the_place_of_what_was_known() {
        add(100, 100, 100);
        stats.learn(seconds(1, 2, 3));
        assertThat(stats.median()).isEqualTo(Duration.ofSeconds(2));
        stats.learn(List.of());
        assertThat(stats.median()).isNull();
    }

    @Test
    void of_what_the_table_has_the_oldest_are_forgotten_first() {
        stats.learn(seconds(IntStream.range(0, DurationStats.MOST + 500)
                .map(i -> i < DurationStats.MOST / 2 + 1 ? 1 : 9)
                .toArray()));
        assertThat(stats.median()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_order_does_not_matter() {
        long seed = Seed.of(DurationStatsTest.class);
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 101).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.forEach(this::add);
        assertThat(stats.median()).as("seed %d", seed).isEqualTo(Duration.ofSeconds(50));
    }

    private void add(int... seconds) {
        seconds(seconds).forEach(stats::add);
    }

    private static List<Duration> seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }
}
