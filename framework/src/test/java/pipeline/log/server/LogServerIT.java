package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.log.LogLevel;

class LogServerIT {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String LOGGER = "node.lce001.example_parallel";

    private final Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
    private LogServer server;
    private JobLog job;

    @BeforeEach
    void start() throws IOException {
        server = LogServer.start(LOOPBACK, records::add);
        job = server.register("17", LOGGER);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("log-server"));
    }

    @Test
    void a_record_arrives_with_all_that_was_said() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say("{\"seq\":1,\"time\":\"2026-11-21T03:04:05.123Z\",\"level\":\"ERROR\",\"logger\":\"" + LOGGER
                    + ".part\",\"message\":\"It failed\",\"exception\":\"Boom\"}\n{\"end\":1}\n");
            assertThat(sender.answer()).isEqualTo("{\"received\":1}");
            assertThat(sender.answer()).isNull();
        }
        assertThat(records)
                .containsExactly(new NodeRecord(
                        "17",
                        LOGGER + ".part",
                        LogLevel.ERROR,
                        Instant.parse("2026-11-21T03:04:05.123Z"),
                        "It failed",
                        "Boom"));
        assertThat(settled()).isEqualTo(new LogCounts(1, 0, false));
    }

    @Test
    void lines_may_arrive_a_byte_at_a_time() throws Exception {
        try (RawSender sender = new RawSender(server)) {
            String all = RawSender.hello(server.token(), "17", LOGGER) + RawSender.record(1, LOGGER, "täglich 😀");
            for (int point : all.codePoints().toArray()) {
                sender.say(Character.toString(point));
            }
            assertThat(sender.answer()).isEqualTo("{\"ok\":true}");
            sender.say("{\"end\":1}\n");
            assertThat(sender.answer()).isEqualTo("{\"received\":1}");
        }
        assertThat(records).extracting(NodeRecord::message).containsExactly("täglich 😀");
    }

    @Test
    void a_slow_sender_does_not_hold_up_another() throws Exception {
        try (RawSender slow = RawSender.of(server, "17", LOGGER);
                RawSender quick = RawSender.of(server, "17", LOGGER + ".child")) {
            slow.say("{\"seq\":1,");
            quick.say(RawSender.record(1, LOGGER + ".child", "quick") + "{\"end\":1}\n");
            assertThat(quick.answer()).isEqualTo("{\"received\":1}");
            CompletableFuture<LogCounts> settled = job.settle(LONG);
            slow.say(RawSender.record(1, LOGGER, "slow").substring("{\"seq\":1,".length()) + "{\"end\":1}\n");
            assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(new LogCounts(2, 0, false));
        }
        assertThat(records).extracting(NodeRecord::message).containsExactly("quick", "slow");
    }

    @Test
    void nobody_can_log_under_the_name_of_another() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, "node.lce002.other", "x") + RawSender.record(2, LOGGER + "2", "x")
                    + "{\"end\":2}\n");
            sender.answer();
        }
        assertThat(records)
                .extracting(NodeRecord::logger)
                .containsExactly(LOGGER + ".node.lce002.other", LOGGER + "." + LOGGER + "2");
    }

    @Test
    void a_wrong_token_is_refused() throws Exception {
        String wrong = server.token().replace(server.token().charAt(0), 'g');
        expectRejection(Rejection.BAD_TOKEN, RawSender.hello(wrong, "17", LOGGER));
    }

    @Test
    void a_job_that_is_not_registered_is_refused() throws Exception {
        expectRejection(Rejection.UNKNOWN_JOB, RawSender.hello(server.token(), "18", LOGGER));
    }

    @Test
    void a_logger_that_is_not_the_jobs_is_refused() throws Exception {
        expectRejection(Rejection.WRONG_LOGGER, RawSender.hello(server.token(), "17", "node.lce002.example_parallel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\n",
                "\n",
                "{\"hello\":2}\n",
                "{\"end\":0}\n",
                "\u0000\u0001\n",
                "{\"seq\":1,\"time\":\"2026-11-21T03:04:05Z\",\"level\":\"INFO\",\"logger\":\"\",\"message\":\"\"}\n"
            })
    void a_first_line_that_is_no_hello_is_refused(String line) throws Exception {
        expectRejection(Rejection.MALFORMED, line);
    }

    @Test
    void an_endless_first_line_is_refused_after_4_kib() throws Exception {
        expectRejection(Rejection.OVERSIZED, "x".repeat(5000));
    }

    @Test
    void who_says_nothing_is_cut_off_when_the_time_is_over() throws Exception {
        try (LogServer impatient = LogServer.start(LOOPBACK, records::add, Duration.ofMillis(50), 10);
                RawSender silent = new RawSender(impatient);
                RawSender halting = new RawSender(impatient)) {
            halting.say("{\"hello\":");
            assertThat(silent.answer()).isNull();
            assertThat(halting.answer()).isNull();
            assertThat(impatient.rejected().of(Rejection.SILENT)).isEqualTo(2);
        }
        assertThat(server.rejected().total()).isZero();
    }

    @Test
    void who_leaves_without_a_word_is_counted() throws Exception {
        new RawSender(server).close();
        await().until(() -> server.rejected().of(Rejection.SILENT) == 1);
    }

    @Test
    void a_crowd_of_strangers_is_kept_small() throws Exception {
        try (LogServer small = LogServer.start(LOOPBACK, records::add, LONG, 2)) {
            small.register("17", LOGGER);
            try (RawSender known = RawSender.of(small, "17", LOGGER);
                    RawSender first = new RawSender(small);
                    RawSender second = new RawSender(small);
                    RawSender third = new RawSender(small)) {
                assertThat(third.answer()).isNull();
                assertThat(small.rejected().of(Rejection.CROWDED)).isEqualTo(1);
                first.say(RawSender.hello(small.token(), "17", LOGGER));
                second.say(RawSender.hello(small.token(), "17", LOGGER));
                assertThat(first.answer()).contains("ok");
                assertThat(second.answer()).contains("ok");
                known.say("{\"end\":0}\n");
                assertThat(known.answer()).contains("received");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish\n", "{\"seq\":1}\n", "{\"ok\":true}\n", "{\"end\":0}\n"})
    void rubbish_amid_the_records_cuts_off_and_is_counted(String rubbish) throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, LOGGER, "good") + rubbish);
            assertThat(sender.answer()).isNull();
        }
        assertThat(server.rejected().of(Rejection.MALFORMED)).isEqualTo(1);
        assertThat(settled()).isEqualTo(new LogCounts(1, 1, true));
    }

    @Test
    void a_sequence_number_that_comes_twice_cuts_off() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, LOGGER, "good") + RawSender.record(1, LOGGER, "again"));
            assertThat(sender.answer()).isNull();
        }
        assertThat(server.rejected().of(Rejection.MALFORMED)).isEqualTo(1);
    }

    @Test
    void a_line_of_more_than_a_mebibyte_cuts_off_and_one_of_less_does_not() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, LOGGER, "x".repeat(1_000_000)));
            sender.say(RawSender.record(2, LOGGER, "x".repeat(1_100_000)));
            assertThat(sender.answer()).isNull();
        }
        assertThat(server.rejected().of(Rejection.OVERSIZED)).isEqualTo(1);
        assertThat(settled()).isEqualTo(new LogCounts(1, 1, true));
    }

    @Test
    void gaps_and_records_announced_but_not_sent_are_missing() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, LOGGER, "a") + RawSender.record(4, LOGGER, "b") + "{\"end\":7}\n");
            assertThat(sender.answer()).isEqualTo("{\"received\":2}");
        }
        assertThat(settled()).isEqualTo(new LogCounts(2, 5, false));
    }

    @Test
    void half_a_line_at_the_end_is_a_missing_record() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            sender.say(RawSender.record(1, LOGGER, "a") + "{\"seq\":2,\"tim");
        }
        assertThat(settled()).isEqualTo(new LogCounts(1, 1, true));
    }

    @Test
    void a_reset_connection_is_a_sender_that_broke_off() throws Exception {
        RawSender sender = RawSender.of(server, "17", LOGGER);
        sender.say(RawSender.record(1, LOGGER, "a"));
        await().until(() -> records.size() == 1);
        sender.reset();
        assertThat(settled()).isEqualTo(new LogCounts(1, 0, true));
    }

    @Test
    void a_job_of_which_nobody_spoke_settles_at_once() throws Exception {
        assertThat(job.settle(LONG).get(5, TimeUnit.SECONDS)).isEqualTo(new LogCounts(0, 0, false));
    }

    @Test
    void settling_waits_for_a_sender_that_stood_in_the_queue_of_connections() throws Exception {
        for (int round = 0; round < 200; round++) {
            JobLog next = server.register("r" + round, LOGGER);
            RawSender sender = new RawSender(server);
            sender.say(RawSender.hello(server.token(), "r" + round, LOGGER) + RawSender.record(1, LOGGER, "x"));
            CompletableFuture<LogCounts> settled = next.settle(LONG);
            sender.close();
            assertThat(settled.get(10, TimeUnit.SECONDS).received()).isEqualTo(1);
        }
    }

    @Test
    void settling_does_not_wait_longer_than_its_limit_and_cuts_off_who_still_speaks() throws Exception {
        try (RawSender sender = RawSender.of(server, "17", LOGGER)) {
            LogCounts counts = job.settle(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
            assertThat(counts.brokenOff()).isTrue();
            assertThat(counts.isComplete()).isFalse();
            assertThat(sender.answer()).isNull();
        }
    }

    @Test
    void who_comes_after_the_settlement_is_refused() throws Exception {
        settled();
        expectRejection(Rejection.UNKNOWN_JOB, RawSender.hello(server.token(), "17", LOGGER));
    }

    @Test
    void settling_twice_gives_the_same_answer() {
        assertThat(job.settle(LONG)).isSameAs(job.settle(Duration.ZERO));
    }

    @Test
    void a_job_registered_twice_is_a_mistake() {
        assertThatThrownBy(() -> server.register("17", LOGGER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("17");
    }

    @Test
    void closing_settles_what_is_open_and_what_comes_later() throws Exception {
        RawSender sender = RawSender.of(server, "17", LOGGER);
        CompletableFuture<LogCounts> open = job.settle(LONG);
        JobLog other = server.register("18", LOGGER);
        server.close();
        assertThat(open.get(5, TimeUnit.SECONDS).brokenOff()).isTrue();
        assertThat(other.settle(LONG).get(5, TimeUnit.SECONDS)).isEqualTo(new LogCounts(0, 0, false));
        assertThat(sender.answer()).isNull();
        sender.close();
    }

    @Test
    void a_sink_that_throws_hurts_nobody_and_its_records_are_missing() throws Exception {
        List<String> taken = new ArrayList<>();
        RecordSink choosy = record -> {
            if (record.message().equals("bad")) {
                throw new IllegalStateException("on purpose");
            }
            taken.add(record.message());
        };
        try (LogServer own = LogServer.start(LOOPBACK, choosy)) {
            JobLog ownJob = own.register("17", LOGGER);
            try (RawSender sender = RawSender.of(own, "17", LOGGER)) {
                sender.say(RawSender.record(1, LOGGER, "bad") + RawSender.record(2, LOGGER, "good") + "{\"end\":2}\n");
                assertThat(sender.answer()).isEqualTo("{\"received\":1}");
            }
            assertThat(ownJob.settle(LONG).get(5, TimeUnit.SECONDS)).isEqualTo(new LogCounts(1, 1, false));
        }
        assertThat(taken).containsExactly("good");
    }

    @Test
    void an_address_that_is_taken_is_a_clear_error() {
        assertThatThrownBy(() -> LogServer.start(server.address(), records::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(String.valueOf(server.address().getPort()));
    }

    @Test
    void a_name_that_does_not_resolve_is_a_clear_error() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 0);
        assertThatThrownBy(() -> LogServer.start(nowhere, records::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid")
                .hasMessageContaining("does not resolve");
    }

    @Test
    void every_server_has_a_token_of_its_own_of_256_bits() throws Exception {
        try (LogServer other = LogServer.start(LOOPBACK, records::add)) {
            assertThat(other.token()).matches("[0-9a-f]{64}").isNotEqualTo(server.token());
        }
    }

    private LogCounts settled() throws Exception {
        return job.settle(LONG).get(10, TimeUnit.SECONDS);
    }

    private void expectRejection(Rejection reason, String line) throws IOException {
        long before = server.rejected().of(reason);
        try (RawSender sender = new RawSender(server)) {
            sender.say(line);
            assertThat(sender.answer()).isNull();
        }
        assertThat(server.rejected().of(reason)).isEqualTo(before + 1);
        assertThat(server.rejected().total()).isEqualTo(before + 1);
        assertThat(records).isEmpty();
    }
}
