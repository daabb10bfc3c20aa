package pipeline.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.remote.TransportException;
import pipeline.time.VirtualTime;

class ChannelEndDetectorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final List<String> heard = new ArrayList<>();
    private Runnable whileReading = () -> {};

    private final ChannelEndDetector detector = new ChannelEndDetector(
            new ShellChannel.Listener() {
                @Override
                public void stdout(byte[] bytes, int offset, int length) {
                    heard.add("out");
                    whileReading.run();
                }

                @Override
                public void stderr(byte[] bytes, int offset, int length) {
                    heard.add("err");
                }

                @Override
                public void closed(TransportException how) {
                    heard.add("closed: " + how.getMessage());
                }
            },
            () -> heard.add("given up"),
            time);

    @Test
    void the_end_of_the_streams_is_the_end() {
        detector.processEnded(ChannelEndDetectorTest::how);
        detector.closed(how());
        time.advance(Duration.ofMinutes(1));
        assertThat(heard).containsExactly("closed: a: ended");
    }

    @Test
    void streams_that_a_child_keeps_open_are_given_up_when_they_are_silent() {
        detector.processEnded(ChannelEndDetectorTest::how);
        time.advance(SECOND);
        assertThat(heard).isEmpty();
        time.advance(SECOND);
        assertThat(heard).containsExactly("closed: a: ended", "given up");
        detector.stdout(new byte[1], 0, 1);
        detector.closed(how());
        assertThat(heard).hasSize(2);
    }

    @Test
    void what_still_comes_is_waited_for() {
        detector.processEnded(ChannelEndDetectorTest::how);
        time.advance(SECOND);
        detector.stderr(new byte[1], 0, 1);
        time.advance(SECOND);
        assertThat(heard).containsExactly("err");
        time.advance(SECOND.multipliedBy(2));
        assertThat(heard).containsExactly("err", "closed: a: ended", "given up");
    }

    @Test
    void a_slow_reader_is_no_silence() {
        detector.processEnded(ChannelEndDetectorTest::how);
        whileReading = () -> {
            time.advance(Duration.ofMinutes(10));
            assertThat(heard).containsExactly("out");
        };
        detector.stdout(new byte[1], 0, 1);
        time.advance(SECOND.multipliedBy(4));
        assertThat(heard).containsExactly("out", "closed: a: ended", "given up");
    }

    private static TransportException how() {
        return new TransportException(TransportException.Cause.SHELL_ENDED, "a", "ended");
    }
}
