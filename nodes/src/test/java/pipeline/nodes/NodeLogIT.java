package pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobVariables;
import pipeline.job.wire.NodeRequest;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.log.server.NodeRecord;
import pipeline.text.Json;

/** What a process of the node jar logs is with the master when the process has ended. */
class NodeLogIT {

    private static final String LOGGER = "node.lce001.example_parallel";

    private final List<NodeRecord> records = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    private LogServer server;
    private JobLog log;

    @BeforeEach
    void start_the_server() throws Exception {
        server = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), records::add);
        log = server.register("17", LOGGER);
    }

    @AfterEach
    void stop_the_server() {
        server.close();
    }

    private NodeProcess run(Class<?> program, Object... arguments) throws Exception {
        String request = new NodeRequest(
                        program.getName(),
                        Arrays.stream(arguments).map(Json::tree).toList(),
                        "token")
                .toJson();
        return NodeProcess.run(
                directory,
                request + "\n",
                Map.of(
                        JobVariables.JOB_ID,
                        "17",
                        JobVariables.LOGGER,
                        LOGGER,
                        JobVariables.LOG_LEVEL,
                        "INFO",
                        JobVariables.LOG_TOKEN,
                        server.token(),
                        JobVariables.LOG_HOST,
                        server.address().getAddress().getHostAddress(),
                        JobVariables.LOG_PORT,
                        String.valueOf(server.address().getPort())));
    }

    private LogCounts counts() {
        return log.settle(Duration.ofSeconds(10)).join();
    }

    @Test
    void all_records_arrive_in_order_under_the_logger_of_the_job() throws Exception {
        Object[] arguments = IntStream.range(0, 2000).boxed().toArray();
        NodeProcess end = run(ExampleParallelNode.class, arguments);
        assertThat(end.code()).isZero();
        assertThat(end.err()).isEmpty();
        assertThat(counts()).isEqualTo(new LogCounts(2000, 0, false));
        assertThat(records)
                .extracting(NodeRecord::message)
                .containsExactlyElementsOf(IntStream.range(0, 2000)
                        .mapToObj(i -> "Received " + i + " as argument")
                        .toList());
        assertThat(records).extracting(NodeRecord::logger).containsOnly(LOGGER);
    }

    @Test
    void an_exception_arrives_with_its_stack_trace() throws Exception {
        assertThat(run(TestPrograms.Throws.class, "gear").code()).isEqualTo(1);
        assertThat(counts()).isEqualTo(new LogCounts(1, 0, false));
        NodeRecord record = records.get(0);
        assertThat(record.message()).isEqualTo("java.lang.IllegalStateException: broken: gear");
        assertThat(record.exception()).contains("at pipeline.nodes.TestPrograms$Throws.run");
    }

    @Test
    void what_was_logged_before_a_program_called_exit_arrives() throws Exception {
        assertThat(run(TestPrograms.CallsExit.class).code()).isEqualTo(9);
        assertThat(counts()).isEqualTo(new LogCounts(1, 0, false));
        assertThat(records).extracting(NodeRecord::message).containsExactly("leaving");
    }

    @Test
    void nothing_of_a_thread_left_behind_keeps_the_log_open() throws Exception {
        assertThat(run(TestPrograms.Lingers.class).code()).isZero();
        assertThat(counts().isComplete()).isTrue();
    }
}
