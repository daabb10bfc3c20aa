package pipeline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.job.wire.JobVariables;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.log.server.NodeRecord;

@Timeout(120)
class NodeLoggingIT {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NAME = "node.lce001.example_parallel";

    private final Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @AfterEach
    void no_thread_is_left() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("log-se"));
    }

    @Test
    void what_a_program_logs_arrives_at_the_master() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            try (NodeLogging logging = start(environment(server, "DEBUG"))) {
                logging.logger().info("Received {} as argument", "example_argument");
                logging.logger().debug("fine");
                logging.logger().error("It failed", new IllegalStateException("outer", new IOException("inner")));
            }
            assertThat(job.settle(LIMIT).get(10, TimeUnit.SECONDS)).isEqualTo(new LogCounts(3, 0, false));
        }
        assertThat(records)
                .extracting(NodeRecord::level, NodeRecord::logger, NodeRecord::message)
                .containsExactly(
                        tuple(LogLevel.INFO, NAME, "Received example_argument as argument"),
                        tuple(LogLevel.DEBUG, NAME, "fine"),
                        tuple(LogLevel.ERROR, NAME, "It failed"));
        assertThat(List.copyOf(records).get(2).exception())
                .startsWith("java.lang.IllegalStateException: outer\n\tat pipeline.log.NodeLoggingIT")
                .contains("Caused by: java.io.IOException: inner");
        assertThat(errors.toString(UTF_8)).isEmpty();
    }

    @Test
    void what_is_below_the_level_never_leaves_the_node() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            server.register("17", NAME);
            try (NodeLogging logging = start(environment(server, "WARNING"))) {
                logging.logger().info("no");
                logging.logger().warn("yes");
                logging.logger().fatal("yes");
                assertThat(logging.logger().isInfoEnabled()).isFalse();
                assertThat(logging.logger().isWarnEnabled()).isTrue();
            }
        }
        assertThat(records).extracting(NodeRecord::level).containsExactly(LogLevel.WARNING, LogLevel.CRITICAL);
    }

    @Test
    void several_threads_keep_their_order_and_more_than_the_queue_holds_arrives() throws Exception {
        int threads = 8;
        int each = 5000;
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            try (NodeLogging logging = start(environment(server, "INFO"))) {
                Logger logger = logging.logger();
                List<Thread> all = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int number = t;
                    all.add(new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            logger.info("{} {}", number, i);
                        }
                    }));
                }
                all.forEach(Thread::start);
                for (Thread thread : all) {
                    thread.join();
                }
            }
            assertThat(job.settle(LIMIT).get(10, TimeUnit.SECONDS)).isEqualTo(new LogCounts(40_000, 0, false));
        }
        int[] next = new int[threads];
        for (NodeRecord record : records) {
            String[] words = record.message().split(" ", -1);
            assertThat(Integer.parseInt(words[1])).isEqualTo(next[Integer.parseInt(words[0])]++);
        }
    }

    @Test
    void without_a_log_server_records_are_printed() {
        try (NodeLogging logging = start(Map.of(JobVariables.LOGGER, NAME, JobVariables.LOG_LEVEL, "INFO"))) {
            logging.logger().info("Hello");
            logging.logger().warn("Oh", new IOException("disk"));
            logging.logger().debug("no");
        }
        assertThat(errors.toString(UTF_8))
                .startsWith("INFO " + NAME + ": Hello\nWARNING " + NAME + ": Oh\njava.io.IOException: disk\n\tat ")
                .doesNotContain("no\n");
    }

    @Test
    void variables_that_make_no_sense_are_reported_and_records_are_printed() {
        Map<String, String> environment =
                Map.of(JobVariables.LOG_PORT, "http", JobVariables.LOG_LEVEL, "LOUD", JobVariables.LOGGER, NAME);
        try (NodeLogging logging = start(environment)) {
            logging.logger().warn("Hello");
        }
        assertThat(errors.toString(UTF_8))
                .contains("PIPELINE_LOG_PORT must be a port, but was http")
                .contains("PIPELINE_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, but was LOUD")
                .contains("WARNING " + NAME + ": Hello");
        errors.reset();
        start(Map.of(JobVariables.LOG_PORT, "1")).close();
        assertThat(errors.toString(UTF_8)).contains("PIPELINE_LOG_TOKEN must be set");
    }

    @Test
    void a_server_that_refuses_is_reported_and_records_are_printed() throws Exception {
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            try (NodeLogging logging = start(environment(server, "INFO"))) {
                logging.logger().info("Hello");
            }
            assertThat(server.rejected().total()).isPositive();
        }
        assertThat(errors.toString(UTF_8))
                .contains("cannot be reached or refuses this job")
                .contains("INFO " + NAME + ": Hello");
        assertThat(records).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_is_reported_and_records_are_printed() throws Exception {
        Map<String, String> environment;
        try (LogServer server = LogServer.start(LOOPBACK, records::add)) {
            environment = environment(server, "INFO");
        }
        try (NodeLogging logging = start(environment)) {
            logging.logger().info("Hello");
        }
        assertThat(errors.toString(UTF_8)).contains("cannot be reached").contains("INFO " + NAME + ": Hello");
    }

    @Test
    void a_server_that_goes_away_leaves_the_rest_printed_and_counted() throws Exception {
        LogServer server = LogServer.start(LOOPBACK, records::add);
        server.register("17", NAME);
        try (NodeLogging logging = start(environment(server, "INFO"))) {
            logging.logger().info("first");
            await().until(() -> records.size() == 1);
            server.close();
            await().until(() -> {
                logging.logger().info("more");
                return errors.toString(UTF_8).contains("cannot be made again");
            });
            logging.logger().info("last");
        }
        assertThat(errors.toString(UTF_8))
                .contains("INFO " + NAME + ": last")
                .containsPattern("\\d+ log records did not reach the log server at 127.0.0.1:\\d+; they stand above");
    }

    @Test
    void a_connection_that_breaks_is_made_again() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                LogServer server = LogServer.start(LOOPBACK, records::add)) {
            JobLog job = server.register("17", NAME);
            Map<String, String> environment = environment(server, "INFO");
            environment.put(JobVariables.LOG_PORT, String.valueOf(listener.getLocalPort()));
            Thread tunnel = new Thread(() -> breakOnceThenRelay(listener, server));
            tunnel.start();
            try (NodeLogging logging = start(environment)) {
                await().until(() -> {
                    logging.logger().info("again");
                    return !records.isEmpty();
                });
                logging.logger().info("last");
            }
            tunnel.join();
            assertThat(job.settle(LIMIT).get(10, TimeUnit.SECONDS).missing()).isZero();
        }
        assertThat(List.copyOf(records).get(records.size() - 1).message()).isEqualTo("last");
        assertThat(errors.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_server_that_takes_nothing_any_more_does_not_hang_the_program() throws Exception {
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Map<String, String> environment = new HashMap<>(Map.of(
                JobVariables.LOG_HOST, "127.0.0.1",
                JobVariables.LOG_PORT, String.valueOf(listener.getLocalPort()),
                JobVariables.LOG_TOKEN, "t",
                JobVariables.JOB_ID, "17",
                JobVariables.LOGGER, NAME,
                JobVariables.LOG_LEVEL, "INFO"));
        Thread deaf = new Thread(() -> welcomeOneAndHang(listener));
        deaf.start();
        NodeLogging logging =
                NodeLogging.start(environment, new PrintStream(errors, true, UTF_8), Duration.ofMillis(200));
        listener.close();
        for (int i = 0; i < 100; i++) {
            logging.logger().info("x".repeat(200_000));
        }
        logging.close();
        deaf.interrupt();
        deaf.join();
        assertThat(errors.toString(UTF_8)).contains("is lost").contains("they stand above");
    }

    @Test
    void a_class_logs_below_the_jobs_logger_under_its_simple_name() {
        NodeLoggerContext context = new NodeLoggerContext(new TextOutlet(new PrintStream(errors, true, UTF_8)));
        context.lead(context.outlet(), LogLevel.INFO, NAME);
        context.getLogger("org.example.deep.Reader").info("a");
        context.getLogger(NAME + ".part").info("b");
        context.getLogger("").info("c");
        assertThat(errors.toString(UTF_8))
                .isEqualTo("INFO " + NAME + ".Reader: a\nINFO " + NAME + ".part: b\nINFO " + NAME + ": c\n");
        assertThat(context.getLogger("same")).isSameAs(context.getLogger("same"));
        assertThat(context.hasLogger("same")).isTrue();
        assertThat(context.hasLogger("other")).isFalse();
    }

    private NodeLogging start(Map<String, String> environment) {
        return NodeLogging.start(environment, new PrintStream(errors, true, UTF_8), LIMIT);
    }

    private static Map<String, String> environment(LogServer server, String level) {
        return new HashMap<>(Map.of(
                JobVariables.LOG_HOST,
                server.address().getAddress().getHostAddress(),
                JobVariables.LOG_PORT,
                String.valueOf(server.address().getPort()),
                JobVariables.LOG_TOKEN,
                server.token(),
                JobVariables.JOB_ID,
                "17",
                JobVariables.LOGGER,
                NAME,
                JobVariables.LOG_LEVEL,
                level));
    }

    /** Lets one sender in and drops it, then carries the next one's bytes to the server and back. */
    private static void breakOnceThenRelay(ServerSocket listener, LogServer server) {
        try {
            try (Socket first = listener.accept()) {
                readLine(first);
                first.getOutputStream().write("{\"ok\":true}\n".getBytes(UTF_8));
                first.setSoLinger(true, 0);
            }
            try (Socket node = listener.accept();
                    Socket master = new Socket(
                            server.address().getAddress(), server.address().getPort())) {
                Thread back = new Thread(() -> carry(master, node));
                back.start();
                carry(node, master);
                back.join();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void welcomeOneAndHang(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            readLine(socket);
            socket.getOutputStream().write("{\"ok\":true}\n".getBytes(UTF_8));
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    private static void readLine(Socket socket) throws IOException {
        int next = socket.getInputStream().read();
        while (next >= 0 && next != '\n') {
            next = socket.getInputStream().read();
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; the other notices.
        }
    }
}
