package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Senders that have a name count on over their connections. */
class NamedSenderIT {

    private static final String LOGGER = "node.lce001.example_parallel";

    private final Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
    private final AtomicInteger breaks = new AtomicInteger();
    private LogServer server;
    private JobLog job;

    @BeforeEach
    void start() throws IOException {
        server = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), records::add);
        job = server.register("17", LOGGER, new JobLogHooks(breaks::incrementAndGet, message -> message, record -> {}));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_sender_that_comes_back_hears_what_has_come_and_is_not_counted_as_broken_off() throws Exception {
        try (RawSender sender = named("a", 0)) {
            sender.say(RawSender.record(1, LOGGER, "1") + RawSender.record(2, LOGGER, "2") + "{\"seq\":3,");
            await().until(() -> records.size() == 2);
        }
        await().until(() -> breaks.get() == 1 && !job.isHeard());
        try (RawSender sender = named("a", 2)) {
            assertThat(job.isHeard()).isTrue();
            sender.say(RawSender.record(3, LOGGER, "3") + "{\"end\":3}\n");
            assertThat(sender.answer()).isEqualTo("{\"received\":3}");
        }
        assertThat(settled()).isEqualTo(new LogCounts(3, 0, false));
        assertThat(breaks).hasValue(1);
    }

    @Test
    void one_that_comes_back_before_its_old_connection_is_gone_ends_that_one() throws Exception {
        try (RawSender old = named("a", 0)) {
            old.say(RawSender.record(1, LOGGER, "1"));
            await().until(() -> records.size() == 1);
            try (RawSender sender = named("a", 1)) {
                assertThat(old.answer()).isNull();
                sender.say("{\"end\":1}\n");
                assertThat(sender.answer()).isEqualTo("{\"received\":1}");
            }
        }
        assertThat(settled()).isEqualTo(new LogCounts(1, 0, false));
        assertThat(breaks).hasValue(0);
    }

    @Test
    void senders_of_other_names_count_by_themselves() throws Exception {
        for (String name : new String[] {"a", "b"}) {
            try (RawSender sender = named(name, 0)) {
                sender.say(RawSender.record(1, LOGGER, name) + "{\"end\":1}\n");
                assertThat(sender.answer()).isEqualTo("{\"received\":1}");
            }
        }
        assertThat(settled()).isEqualTo(new LogCounts(2, 0, false));
    }

    @Test
    void what_was_said_to_be_sent_is_missing_until_it_is_taken_from_the_spool() throws Exception {
        try (RawSender sender = named("a", 0)) {
            sender.say(RawSender.record(1, LOGGER, "1") + "{\"end\":3}\n");
            assertThat(sender.answer()).isEqualTo("{\"received\":1}");
        }
        assertThat(settled()).isEqualTo(new LogCounts(1, 2, false));
        for (int number = 1; number <= 3; number++) {
            String line = "7.1 a " + number + " " + RawSender.record(number, LOGGER, String.valueOf(number));
            job.takeSpooled(List.of(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        assertThat(job.counts()).isEqualTo(new LogCounts(3, 0, false));
        assertThat(records).extracting(NodeRecord::message).containsExactly("1", "2", "3");
    }

    private RawSender named(String name, int have) throws IOException {
        RawSender sender = new RawSender(server);
        String hello = RawSender.hello(server.token(), "17", LOGGER);
        sender.say(hello.replace("}", ",\"sender\":\"" + name + "\"}"));
        assertThat(sender.answer()).isEqualTo(have == 0 ? "{\"ok\":true}" : "{\"ok\":true,\"have\":" + have + "}");
        return sender;
    }

    private LogCounts settled() throws Exception {
        return job.settle(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS);
    }
}
