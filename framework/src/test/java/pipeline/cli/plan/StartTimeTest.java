package pipeline.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartTimeTest {

    @Test
    void a_start_time_is_utc_in_whole_seconds() {
        Instant expected = Instant.parse("2026-10-28T14:14:18Z");

        assertThat(StartTime.parse("2026-10-28T14:14:18")).isEqualTo(expected);
        assertThat(StartTime.parse("2026-10-28T14:14:18.7Z")).isEqualTo(expected);
        assertThat(StartTime.parse("2026-10-28T15:14:18+01:00")).isEqualTo(expected);
        assertThat(StartTime.text(expected)).isEqualTo("2026-10-28T14:14:18");
    }
}
