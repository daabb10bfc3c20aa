package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrftimeTest {

    private static final ZonedDateTime TIME =
            ZonedDateTime.of(2026, 9, 8, 14, 5, 6, 123_456_789, ZoneId.of("Europe/Amsterdam"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%Y-%m-%d %H:%M:%S | 2026-09-08 14:05:06",
                "%y%j              | 26251",
                "%I:%M %p          | 02:05 PM",
                "%a %A %b %B       | Tue Tuesday Sep September",
                "%f                | 123456",
                "%z %Z             | +0200 CEST",
                "100%% it's [so]   | 100% it's [so]",
            })
    void formats_give_what_python_gives(String format, String expected) {
        assertThat(Strftime.formatter(format).format(TIME)).isEqualTo(expected);
    }

    @Test
    void an_unknown_directive_is_named() {
        assertThatThrownBy(() -> Strftime.formatter("%Y-%Q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%Q is not known")
                .hasMessageContaining("%Y %y");
    }

    @Test
    void a_percent_sign_at_the_end_is_an_error() {
        assertThatThrownBy(() -> Strftime.formatter("%H%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write %%");
    }
}
