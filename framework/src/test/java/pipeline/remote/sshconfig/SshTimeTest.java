package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshTimeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "90, 90", "10m, 600", "1h30M, 5400", "1d1, 86401", "2W, 1209600", "007s, 7"})
    void spans_are_sums(String text, long seconds) {
        assertThat(SshTime.seconds(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1x", "-1", "1 m", "99999999999", "9999999w", "1.5"})
    void all_else_is_none(String text) {
        assertThat(SshTime.seconds(text)).isEmpty();
    }
}
