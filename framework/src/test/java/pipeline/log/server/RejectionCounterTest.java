package pipeline.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.log.LogLevel;

class RejectionCounterTest {

    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // such clocks may run over
    private final RejectionCounter counter = new RejectionCounter(nanos::get);
    private MasterLogging logging;

    @BeforeEach
    void listen() throws LogFileException {
        LoggingSettings settings = new LoggingSettings(Optional.empty(), "%(levelname)s %(name)s %(message)s", "");
        logging = MasterLogging.start(settings, LogLevel.WARNING, "recipe", console);
    }

    @AfterEach
    void stopListening() {
        logging.close();
    }

    @Test
    void a_warning_says_who_was_cut_off_and_why_at_the_default_level() {
        counter.add(Rejection.MALFORMED, PEER, "line 3");
        assertThat(lines())
                .containsExactly("WARNING pipeline.log A log sender at " + PEER
                        + " was cut off: what it sent is no log message (line 3)");
    }

    @Test
    void ten_warnings_a_minute_are_shown_and_all_are_counted() {
        for (int i = 0; i < 25; i++) {
            counter.add(Rejection.BAD_TOKEN, PEER, null);
        }
        assertThat(lines()).hasSize(10);
        assertThat(counter.rejections().of(Rejection.BAD_TOKEN)).isEqualTo(25);
    }

    @Test
    void after_a_minute_the_first_warning_says_how_many_were_hidden() {
        for (int i = 0; i < 25; i++) {
            counter.add(Rejection.BAD_TOKEN, PEER, null);
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        counter.add(Rejection.SILENT, PEER, null);
        assertThat(lines()).hasSize(12);
        assertThat(lines()[10]).contains("15 more warnings about log senders were not shown");
        assertThat(lines()[11]).contains("it did not introduce itself in time");
    }

    @Test
    void where_nothing_was_hidden_nothing_is_said_of_it() {
        counter.add(Rejection.SILENT, PEER, null);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        counter.add(Rejection.SILENT, PEER, null);
        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("not shown"));
    }

    private String[] lines() {
        return console.toString(UTF_8).lines().toArray(String[]::new);
    }
}
