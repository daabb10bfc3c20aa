package pipeline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobVariables;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.log.server.NodeRecord;

class NodeLoggerProviderIT {

    @TempDir
    private Path directory;

    /** What a node's JVM runs: a class with a logger of its own, made before logging starts. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            var own = LogManager.getLogger(Program.class);
            try (NodeLogging logging = NodeLogging.start(System.getenv())) {
                logging.logger().info("from the job");
                own.info("from a class");
                if (arguments.length > 0) {
                    Runtime.getRuntime().halt(137);
                }
            }
            own.warn("after the end");
        }
    }

    @Test
    void in_a_node_process_every_logger_of_the_log4j_api_reaches_the_master() throws Exception {
        Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
        LogCounts counts = run(records);
        assertThat(records)
                .extracting(record -> record.logger() + ": " + record.message())
                .containsExactly("node.a.b: from the job", "node.a.b.Program: from a class");
        assertThat(counts).isEqualTo(new LogCounts(2, 0, false));
        assertThat(directory.resolve("errors")).hasContent("WARNING node.a.b.Program: after the end\n");
    }

    @Test
    void a_process_that_is_killed_has_broken_off() throws Exception {
        assertThat(run(new ConcurrentLinkedQueue<>(), "die").brokenOff()).isTrue();
    }

    private LogCounts run(Queue<NodeRecord> records, String... arguments) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("org.apache.logging.log4j.spi.Provider"), NodeLoggerProvider.class.getName());
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (LogServer server = LogServer.start(loopback, records::add)) {
            JobLog job = server.register("17", "node.a.b");
            ProcessBuilder java = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    slimClassPath(),
                    Program.class.getName());
            java.command().addAll(List.of(arguments));
            java.environment().put(JobVariables.LOG_HOST, "127.0.0.1");
            java.environment()
                    .put(JobVariables.LOG_PORT, String.valueOf(server.address().getPort()));
            java.environment().put(JobVariables.LOG_TOKEN, server.token());
            java.environment().put(JobVariables.JOB_ID, "17");
            java.environment().put(JobVariables.LOGGER, "node.a.b");
            java.environment().put(JobVariables.LOG_LEVEL, "INFO");
            java.redirectErrorStream(true);
            java.redirectOutput(directory.resolve("errors").toFile());
            Process process = java.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(directory.resolve("errors"), UTF_8))
                    .isEqualTo(arguments.length == 0 ? 0 : 137);
            return job.settle(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS);
        }
    }

    /** The class path without Log4j's core, as the node jar has it. */
    private String slimClassPath() {
        return directory
                + File.pathSeparator
                + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("log4j-core") && !entry.contains("log4j-slf4j"))
                        .collect(Collectors.joining(File.pathSeparator));
    }
}
