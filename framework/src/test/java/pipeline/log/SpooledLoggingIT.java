package pipeline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobVariables;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.log.server.NodeRecord;

/** A node process with a spool, while log servers come, go and move. */
@Timeout(60)
class SpooledLoggingIT {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "node.lce001.example_parallel";

    @TempDir
    Path directory;

    private final Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void a_server_that_moves_is_found_by_the_word_left_and_has_every_record_from_the_first() throws Exception {
        Queue<NodeRecord> first = new ConcurrentLinkedQueue<>();
        LogServer gone = LogServer.start(LOOPBACK, first::add);
        gone.register("17", NAME);
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            try (NodeLogging logging = start(environment(gone))) {
                log(logging, 1, 50);
                await().until(() -> first.size() == 50);
                gone.close();
                log(logging, 51, 100);
                announceLogServer(server);
                await().atMost(Duration.ofSeconds(20)).until(() -> records.size() == 100);
                log(logging, 101, 150);
            }
            assertThat(settle(job)).isEqualTo(new LogCounts(150, 0, false));
        }
        assertThatInOrder(150);
        assertThat(errors.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_connection_that_the_server_cuts_costs_nothing() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add);
                LogServer other = LogServer.start(LOOPBACK, records::add)) {
            // the first server forgets the job, as one does from which the way has gone, and cuts the sender off
            JobLog cut = server.register("17", NAME);
            JobLog job = other.register("17", NAME);
            announceLogServer(server);
            try (NodeLogging logging = start(environment(server))) {
                log(logging, 1, 10);
                await().until(() -> records.size() == 10);
                settle(cut, Duration.ZERO);
                records.clear();
                announceLogServer(other);
                log(logging, 11, 20);
            }
            assertThat(settle(job)).isEqualTo(new LogCounts(20, 0, false));
        }
        assertThatInOrder(20);
        assertThat(errors.toString(UTF_8)).isEmpty();
    }

    @Test
    void without_any_server_all_is_in_the_spool_and_can_be_taken_from_there_once() throws Exception {
        try (NodeLogging logging = start(Map.of(
                JobVariables.LOGGER,
                NAME,
                JobVariables.LOG_LEVEL,
                "INFO",
                JobVariables.LOG_SPOOL,
                directory.toString(),
                JobVariables.MARK,
                "slot/7.1"))) {
            log(logging, 1, 30);
        }
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            settle(job);
            for (int time = 0; time < 2; time++) {
                job.takeSpooled(Files.readAllLines(directory.resolve("records")).stream()
                        .map(line -> line.getBytes(UTF_8))
                        .toList());
            }
            job.takeSpooled(List.of("7.1 x 1 rubbish".getBytes(UTF_8), "rubbish".getBytes(UTF_8)));
            assertThat(job.counts().against(30)).isEqualTo(new LogCounts(30, 0, false));
            assertThat(job.counts().against(31)).isEqualTo(new LogCounts(30, 1, false));
        }
        assertThatInOrder(30);
        assertThat(errors.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_spool_that_cannot_be_written_is_reported_once_and_records_go_live() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            Map<String, String> environment = environment(server);
            environment.put(JobVariables.LOG_SPOOL, directory.resolve("nowhere").toString());
            try (NodeLogging logging = start(environment)) {
                log(logging, 1, 20_000);
            }
            assertThat(settle(job)).isEqualTo(new LogCounts(20_000, 0, false));
        }
        assertThatInOrder(20_000);
        assertThat(errors.toString(UTF_8)).containsOnlyOnce("cannot be written");
    }

    @Test
    void more_than_the_queue_holds_arrives_from_the_spool() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            try (NodeLogging logging = start(environment(server))) {
                log(logging, 1, 40_000);
            }
            assertThat(settle(job)).isEqualTo(new LogCounts(40_000, 0, false));
        }
        assertThatInOrder(40_000);
    }

    private static void log(NodeLogging logging, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> logging.logger().info("line {}", i));
    }

    private void announceLogServer(LogServer server) throws IOException {
        Files.writeString(
                directory.resolve("log-server"),
                "127.0.0.1 " + server.address().getPort() + " " + server.token() + "\n");
    }

    private static LogCounts settle(JobLog job) throws Exception {
        return settle(job, LIMIT);
    }

    private static LogCounts settle(JobLog job, Duration limit) throws Exception {
        return job.settle(limit).get(20, TimeUnit.SECONDS);
    }

    private void assertThatInOrder(int lines) {
        List<String> expected =
                IntStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).toList();
        assertThat(records).extracting(NodeRecord::message).containsExactlyElementsOf(expected);
    }

    private NodeLogging start(Map<String, String> environment) {
        return NodeLogging.start(environment, new PrintStream(errors, true, UTF_8), LIMIT);
    }

    private Map<String, String> environment(LogServer server) {
        return new HashMap<>(Map.of(
                JobVariables.LOG_PORT,
                String.valueOf(server.address().getPort()),
                JobVariables.LOG_TOKEN,
                server.token(),
                JobVariables.JOB_ID,
                "17",
                JobVariables.LOGGER,
                NAME,
                JobVariables.LOG_LEVEL,
                "INFO",
                JobVariables.LOG_SPOOL,
                directory.toString(),
                JobVariables.MARK,
                "slot/7.1"));
    }
}
