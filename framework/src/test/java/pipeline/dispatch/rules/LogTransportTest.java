package pipeline.dispatch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTransportTest {

    @Test
    void the_tunnel_needs_no_more_than_loopback() {
        LogTransport tunnel = LogTransport.parse(" tunnel ");
        assertThat(tunnel.isTunnel()).isTrue();
        assertThat(tunnel.bind().getAddress().isLoopbackAddress()).isTrue();
        assertThat(tunnel.bind().getPort()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "direct 127.0.0.1,       127.0.0.1,       0",
        "direct   127.0.0.1:514, 127.0.0.1,       514",
        "direct ::1,             0:0:0:0:0:0:0:1, 0",
        "direct [::1],           0:0:0:0:0:0:0:1, 0",
        "direct [::1]:514,       0:0:0:0:0:0:0:1, 514",
    })
    void direct_binds_to_an_address_with_or_without_a_port(String text, String address, int port) {
        LogTransport direct = LogTransport.parse(text);
        assertThat(direct.isTunnel()).isFalse();
        assertThat(direct.bind().getAddress().getHostAddress()).isEqualTo(address);
        assertThat(direct.bind().getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direct                    | must be 'tunnel', or 'direct ADDRESS[:PORT]'",
                "tunel                     | but was 'tunel'",
                "direct 127.0.0.1:syslog   | must have a port from 0 to 65535, but had 'syslog'",
                "direct 127.0.0.1:65536    | must have a port from 0 to 65535, but had '65536'",
                "direct 127.0.0.1:-1       | must have a port from 0 to 65535, but had '-1'",
                "direct no.such.invalid    | names an address that does not resolve: 'no.such.invalid'",
                "direct 0.0.0.0            | must name the one address of this machine that the nodes reach",
                "direct [::]:514           | must name the one address of this machine that the nodes reach",
                "direct :514               | does not resolve: ':514'",
            })
    void what_cannot_be_meant_says_what_was_expected(String text, String reason) {
        assertThatThrownBy(() -> LogTransport.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
