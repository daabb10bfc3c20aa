package pipeline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.job.wire.JobVariables;
import pipeline.time.VirtualTime;

/** Attempts to reach a log server that is not there, in virtual time. */
class LogServerLinkTest {

    private final VirtualTime time = new VirtualTime();
    private final LogServerLink link = new LogServerLink(nowhere(), time);

    @Test
    void whoever_waits_for_the_connection_has_four_attempts_within_three_seconds() {
        assertThatThrownBy(link::connect).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofMillis(200 + 600 + 1800));
        assertThat(link.isConnected()).isFalse();
    }

    @Test
    void later_attempts_are_made_when_they_are_due_each_twice_as_late_as_the_one_before_up_to_ten_seconds() {
        assertThat(link.timeToNextAttempt()).isZero();
        for (int millis : new int[] {200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
            assertThat(link.tryToConnect(false)).isFalse();
            assertThat(link.timeToNextAttempt()).isEqualTo(Duration.ofMillis(millis));
            time.advance(Duration.ofMillis(millis - 1L));
            assertThat(link.tryToConnect(false)).isFalse();
            assertThat(link.timeToNextAttempt()).as("too early: not tried").isEqualTo(Duration.ofMillis(1));
            time.advance(Duration.ofMillis(1));
        }
    }

    @Test
    void what_is_given_up_is_tried_no_more() {
        link.giveUp();
        assertThat(link.tryToConnect(true)).isFalse();
        assertThat(link.timeToNextAttempt()).isZero();
    }

    private static LogServerLocator nowhere() {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return LogServerLocator.fixed(LogServerAddress.from(Map.of(
                JobVariables.LOG_PORT, String.valueOf(port),
                JobVariables.LOG_TOKEN, "token",
                JobVariables.JOB_ID, "7",
                JobVariables.LOGGER, "node.a")));
    }
}
