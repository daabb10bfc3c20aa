package pipeline.dispatch.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrphanDetectionGuardTest {

    private static final Instant BEGIN = Instant.parse("2026-10-28T14:14:18Z");

    private final OrphanDetectionGuard guard = new OrphanDetectionGuard(BEGIN, Duration.ofSeconds(60));

    @Test
    void who_begins_or_looks_often_may_judge_others() {
        assertThat(guard.isSteady(at(0))).isTrue();
        assertThat(guard.isSteady(at(10))).isTrue();
        assertThat(guard.isSteady(at(40))).isTrue();
    }

    @Test
    void who_was_away_judges_nobody_before_others_had_the_time_to_show_that_they_live() {
        assertThat(guard.isSteady(at(31))).isFalse();
        for (int second = 41; second < 91; second += 10) {
            assertThat(guard.isSteady(at(second))).as("%d", second).isFalse();
        }
        assertThat(guard.isSteady(at(91))).isTrue();
    }

    @Test
    void who_is_away_again_and_again_never_does() {
        for (int second = 40; second < 1000; second += 40) {
            assertThat(guard.isSteady(at(second))).as("%d", second).isFalse();
        }
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
