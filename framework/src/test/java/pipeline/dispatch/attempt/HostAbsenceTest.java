package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.remote.TransportException;
import pipeline.time.VirtualTime;

class HostAbsenceTest {

    private final TransportException refused = new TransportException(TransportException.Cause.REFUSED, "a", "no");
    private final TransportException lost =
            new TransportException(TransportException.Cause.LOST, "a", "the connection was lost");

    private final VirtualTime time = new VirtualTime();
    private final HostAbsence absence = new HostAbsence(time, Duration.ofMinutes(10));

    @Test
    void pauses_double_from_a_second_to_half_a_minute() {
        assertThat(pauses(7)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void a_host_is_given_up_when_it_has_been_away_for_longer_than_the_limit() {
        time.advance(Duration.ofMinutes(10));
        assertThat(absence.isTooLong(refused, Duration.ZERO)).isFalse();
        time.advance(Duration.ofNanos(1));
        assertThat(absence.isTooLong(refused, Duration.ZERO)).isTrue();
    }

    @Test
    void a_connection_that_stood_for_longer_than_the_longest_pause_begins_a_new_absence() {
        pauses(3);
        time.advance(Duration.ofMinutes(20));
        assertThat(absence.isTooLong(lost, Duration.ofSeconds(31))).isFalse();
        assertThat(pauses(2)).containsExactly(1L, 2L);
        time.advance(Duration.ofMinutes(11));
        assertThat(absence.isTooLong(lost, Duration.ofSeconds(30)))
                .as("stood too short")
                .isTrue();
    }

    @Test
    void a_host_that_refuses_after_a_long_time_is_still_away() {
        time.advance(Duration.ofMinutes(11));
        assertThat(absence.isTooLong(refused, Duration.ofMinutes(11))).isTrue();
    }

    private List<Long> pauses(int count) {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seconds.add(absence.pause().toSeconds());
        }
        return seconds;
    }
}
