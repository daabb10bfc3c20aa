package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.job.wire.JobVariables;
import pipeline.log.NodeLogging;

@Timeout(120)
class LogLoadIT {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void two_thousand_lines_of_each_of_fifty_jobs_arrive_complete_and_in_order() throws Exception {
        int senders = 50;
        int lines = 2000;
        Map<String, List<String>> messages = new HashMap<>();
        ExecutorService programs = Executors.newFixedThreadPool(senders);
        try (LogServer server = LogServer.start(
                LOOPBACK,
                record -> messages.computeIfAbsent(record.jobId(), id -> new ArrayList<>())
                        .add(record.message()))) {
            List<JobLog> jobs = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < senders; number++) {
                String id = String.valueOf(number);
                jobs.add(server.register(id, "node.host" + id + ".load"));
                running.add(programs.submit(() -> run(server, id, lines)));
            }
            for (Future<?> program : running) {
                program.get(60, TimeUnit.SECONDS);
            }
            for (JobLog job : jobs) {
                assertThat(job.settle(LIMIT).get(60, TimeUnit.SECONDS)).isEqualTo(new LogCounts(lines, 0, false));
            }
        } finally {
            programs.shutdownNow();
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            expected.add("line " + i);
        }
        assertThat(messages).hasSize(senders);
        assertThat(messages.values()).allSatisfy(found -> assertThat(found).isEqualTo(expected));
    }

    @Test
    void a_thousand_senders_at_once_are_served_by_one_thread() throws Exception {
        List<RawSender> senders = new ArrayList<>();
        try (LogServer server = LogServer.start(LOOPBACK, record -> {})) {
            JobLog job = server.register("1", "node.a.b");
            int threads = Thread.activeCount();
            for (int i = 0; i < 1000; i++) {
                senders.add(RawSender.of(server, "1", "node.a.b"));
            }
            for (RawSender sender : senders) {
                sender.say(RawSender.record(1, "node.a.b", "x") + "{\"end\":1}\n");
            }
            for (RawSender sender : senders) {
                assertThat(sender.answer()).isEqualTo("{\"received\":1}");
            }
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
            assertThat(job.settle(LIMIT).get(10, TimeUnit.SECONDS)).isEqualTo(new LogCounts(1000, 0, false));
        } finally {
            for (RawSender sender : senders) {
                sender.close();
            }
        }
    }

    private static void run(LogServer server, String id, int lines) {
        Map<String, String> environment = Map.of(
                JobVariables.LOG_HOST,
                server.address().getAddress().getHostAddress(),
                JobVariables.LOG_PORT,
                String.valueOf(server.address().getPort()),
                JobVariables.LOG_TOKEN,
                server.token(),
                JobVariables.JOB_ID,
                id,
                JobVariables.LOGGER,
                "node.host" + id + ".load",
                JobVariables.LOG_LEVEL,
                "INFO");
        try (NodeLogging logging = NodeLogging.start(environment)) {
            for (int i = 0; i < lines; i++) {
                logging.logger().info("line {}", i);
            }
        }
    }
}
