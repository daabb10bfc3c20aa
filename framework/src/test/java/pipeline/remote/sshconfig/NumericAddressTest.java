package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7",
        "127.1, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "010.2.3, 8.2.0.3",
        "2130706433, 127.0.0.1",
        "0::1, ::1",
        "FE80:0:0:0:1:0:0:2, fe80::1:0:0:2",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "fe80::01%eth0, fe80::1%eth0",
        "::, ::",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
    })
    void an_address_has_one_form(String text, String form) {
        assertThat(NumericAddress.of(text)).contains(form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "1.2.3.4.5", "256.1.1.1", "1..2", "0x", "08", "1.2.3.-4", "1:2", "g::1", "9node"})
    void other_texts_are_names(String text) {
        assertThat(NumericAddress.of(text)).isEmpty();
    }

    @Test
    void a_text_may_look_like_an_address_and_be_none() {
        assertThat(NumericAddress.looksLikeOne("300.1.1.1")).isTrue();
        assertThat(NumericAddress.looksLikeOne("1.example")).isFalse();
    }
}
