package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {

    @Test
    void codes_and_ranges_of_them_are_read() {
        ExitCodes codes = ExitCodes.parse("64-66, 100,7-7");
        assertThat(codes.codes()).containsExactlyInAnyOrder(7, 64, 65, 66, 100);
        assertThat(codes.contains(65)).isTrue();
        assertThat(codes.contains(67)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "256", "5-3", "64-", "-1", "1,,2", "x", "1-999"})
    void anything_else_is_refused_with_the_right_form(String text) {
        assertThatThrownBy(() -> ExitCodes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "must be exit codes from 1 to 255 and ranges of them, such as 64-78,100, but was ");
    }
}
