package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0 s",
        "0, 0 s",
        "59, 59 s",
        "60, 1 min",
        "61, 1 min 1 s",
        "3599, 59 min 59 s",
        "3600, 1 h",
        "11100, 3 h 5 min",
        "86399, 23 h 59 min",
        "86400, 1 d",
        "187200, 2 d 4 h"
    })
    void a_length_of_time_is_said_in_its_two_largest_units(long seconds, String text) {
        assertThat(DurationText.of(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "1.54, 1.5 s", "12.6, 12 s", "61.2, 1 min 1 s"})
    void a_few_seconds_have_a_decimal(double seconds, String text) {
        assertThat(DurationText.ofSeconds(seconds)).isEqualTo(text);
    }
}
