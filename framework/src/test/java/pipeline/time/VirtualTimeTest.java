package pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class VirtualTimeTest extends SchedulerContract {

    private final VirtualTime time = new VirtualTime();

    @Override
    Scheduler scheduler() {
        return time;
    }

    @Override
    void awaitUntil(BooleanSupplier condition) {
        for (int steps = 0; !condition.getAsBoolean() && steps < 1000; steps++) {
            time.advance(Duration.ofMillis(1));
        }
    }

    @Test
    void nothing_happens_until_the_time_is_moved() {
        StringBuilder ran = new StringBuilder();
        time.after(Duration.ofHours(1), () -> ran.append("x"));
        assertThat(time.untilNext()).isEqualTo(Duration.ofHours(1));
        time.advance(Duration.ofMinutes(59));
        assertThat(ran).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(ran).hasToString("x");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void the_time_of_day_moves_along() {
        Instant before = time.wallClock().instant();
        time.advance(Duration.ofMinutes(3));
        assertThat(Duration.between(before, time.wallClock().instant())).isEqualTo(Duration.ofMinutes(3));
    }
}
