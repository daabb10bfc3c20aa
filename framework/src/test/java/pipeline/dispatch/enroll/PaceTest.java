package pipeline.dispatch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void two_successes_have_no_median() {
        add(1, 2);
        assertThat(pace.median()).isNull();
        add(9);
        assertThat(pace.median()).isEqualTo(Duration.ofSeconds(2));
        add(9);
        assertThat(pace.median()).isEqualTo(Duration.ofMillis(5500));
    }

    @Test
    void only_the_latest_successes_count() {
        add(IntStream.generate(() -> 7).limit(Pace.MOST).toArray());
        add(IntStream.generate(() -> 2).limit(Pace.MOST / 2 + 1).toArray());
        assertThat(pace.median()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void what_the_table_has_takes_the_place_of_what_was_known() {
        add(100, 100, 100);
        pace.learn(seconds(1, 2, 3));
        assertThat(pace.median()).isEqualTo(Duration.ofSeconds(2));
        pace.learn(List.of());
        assertThat(pace.median()).isNull();
    }

    @Test
    void of_what_the_table_has_the_oldest_are_forgotten_first() {
        pace.learn(seconds(IntStream.range(0, Pace.MOST + 500)
                .map(i -> i < Pace.MOST / 2 + 1 ? 1 : 9)
                .toArray()));
        assertThat(pace.median()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_order_does_not_matter() {
        long seed = System.nanoTime();
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 101).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.forEach(this::add);
        assertThat(pace.median()).as("seed %d", seed).isEqualTo(Duration.ofSeconds(50));
    }

    private void add(int... seconds) {
        seconds(seconds).forEach(pace::add);
    }

    private static List<Duration> seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }
}
