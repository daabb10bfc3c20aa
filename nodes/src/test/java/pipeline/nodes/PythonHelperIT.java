package pipeline.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobVariables;
import pipeline.job.wire.NodeAnswer;
import pipeline.log.LogLevel;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.log.server.NodeRecord;

@Timeout(120)
class PythonHelperIT {

    private static final String NAME = "node.lce001.example_parallel";
    private static final String SCRIPT = """
            import sys
            from pipeline_node import NodeScript
            class example_parallel(NodeScript):
                def run(self, *args):
            %s
            if __name__ == "__main__":
                sys.exit(example_parallel(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
            """;

    @TempDir
    private Path directory;

    private final List<NodeRecord> records = new CopyOnWriteArrayList<>();
    private LogServer server;
    private JobLog job;
    private String level = "INFO";
    private String token;

    @BeforeAll
    static void python_is_here() throws Exception {
        try {
            assertThat(new ProcessBuilder("/usr/bin/env", "python3", "--version")
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | AssertionError e) {
            fail("these tests need python3 on the PATH: install it, nothing else can show that node scripts log", e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), records::add);
        job = server.register("17", NAME);
        token = server.token();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_script_of_the_ancestors_manner_logs_its_arguments() throws Exception {
        Path script = script("for arg in args: self.logger.info(\"Received %s as argument\", arg)", "return 0");
        assertThat(run(script, "example_argument", "Müller 😀").waitFor()).isZero();
        assertThat(counts()).isEqualTo(new LogCounts(2, 0, false));
        assertThat(records)
                .extracting(NodeRecord::message)
                .containsExactly("Received example_argument as argument", "Received Müller 😀 as argument");
        assertThat(records).extracting(NodeRecord::logger).containsOnly(NAME);
        assertThat(errors()).isEmpty();
    }

    @Test
    void an_exception_is_logged_with_its_traceback_and_gives_code_1() throws Exception {
        assertThat(run(script("raise ValueError('no such antenna')")).waitFor()).isEqualTo(1);
        assertThat(counts().isComplete()).isTrue();
        assertThat(records.get(0).level()).isEqualTo(LogLevel.ERROR);
        assertThat(records.get(0).message()).isEqualTo("example_parallel failed");
        assertThat(records.get(0).exception())
                .startsWith("Traceback (most recent call last)")
                .endsWith("ValueError: no such antenna");
    }

    @Test
    void the_last_line_names_the_exception_whatever_notes_it_has() throws Exception {
        Path script = script(
                "failure = ValueError('bad file')",
                "getattr(failure, 'add_note', print)('while reading a.fits')",
                "raise failure");
        assertThat(run(script).waitFor()).isEqualTo(1);
        assertThat(errors().strip()).endsWith("ValueError: bad file");
    }

    @Test
    void an_item_is_left_out_by_class_or_function_with_a_reason_and_nothing_that_follows_runs() throws Exception {
        Path script = script("self.skip('no data')", "self.logger.info('went on')");
        assertThat(run(script).waitFor()).isEqualTo(NodeAnswer.SKIP_CODE);
        assertThat(counts()).isEqualTo(new LogCounts(0, 0, false));
        assertThat(errors()).isEqualTo("left out: no data\n");
        ProcessBuilder plain = python(
                Files.writeString(
                        directory.resolve("plain.py"), "from pipeline_node import skip\nskip('no \"data\"')\n"),
                List.of());
        plain.environment().put(JobVariables.ANSWER_TOKEN, "token");
        Process process = plain.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(NodeAnswer.SKIP_CODE);
        assertThat(said)
                .isEqualTo("\u001etoken answer {\"result\":null,\"error\":null,\"skip\":\"no \\\"data\\\"\"}\u001e");
    }

    @Test
    void the_exit_code_is_the_scripts_and_none_is_0() throws Exception {
        assertThat(run(script("return 3")).waitFor()).isEqualTo(3);
        assertThat(run(script("pass")).waitFor()).isZero();
    }

    @Test
    void the_level_is_the_masters_and_levels_keep_their_names() throws Exception {
        level = "WARNING";
        assertThat(run(script(
                                "self.logger.info('no')",
                                "self.logger.warning('w')",
                                "self.logger.log(35, 'between')",
                                "self.logger.critical('c')"))
                        .waitFor())
                .isZero();
        assertThat(records)
                .extracting(NodeRecord::level)
                .containsExactly(LogLevel.WARNING, LogLevel.WARNING, LogLevel.CRITICAL);
    }

    @Test
    void two_thousand_records_of_each_of_several_threads_are_in_order() throws Exception {
        Path script = script(
                "import threading",
                "def work(n):",
                "    for i in range(2000): self.logger.info('%d %d', n, i)",
                "threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]",
                "[t.start() for t in threads]",
                "[t.join() for t in threads]");
        assertThat(run(script).waitFor()).isZero();
        assertThat(counts()).isEqualTo(new LogCounts(8000, 0, false));
        int[] next = new int[4];
        for (NodeRecord record : records) {
            String[] words = record.message().split(" ", -1);
            assertThat(Integer.parseInt(words[1])).isEqualTo(next[Integer.parseInt(words[0])]++);
        }
    }

    @Test
    void a_plain_script_uses_the_function_and_children_log_too() throws Exception {
        Path script = write("""
                import multiprocessing
                import pipeline_node
                log = pipeline_node.logger()
                def work(n):
                    log.info("child %d", n)
                if __name__ == "__main__":
                    log.info("parent")
                    context = multiprocessing.get_context("fork")
                    children = [context.Process(target=work, args=(n,)) for n in range(3)]
                    [c.start() for c in children]
                    [c.join() for c in children]
                    log.getChild("part").info("part")
                """);
        assertThat(run(script).waitFor()).isZero();
        assertThat(counts()).isEqualTo(new LogCounts(5, 0, false));
        assertThat(records)
                .extracting(NodeRecord::message)
                .containsExactlyInAnyOrder("parent", "child 0", "child 1", "child 2", "part");
        assertThat(records.get(4).logger()).isEqualTo(NAME + ".part");
    }

    @Test
    void huge_messages_are_cut_and_odd_characters_arrive() throws Exception {
        Path script = script(
                "self.logger.info('x' * 300000)",
                "self.logger.info('\\U0001F600' * 300000)",
                "self.logger.info('\\0' * 300000)",
                "self.logger.info('half \\udc80 of a name')",
                "self.logger.info('two\\nlines')");
        assertThat(run(script).waitFor()).isZero();
        assertThat(counts()).isEqualTo(new LogCounts(5, 0, false));
        assertThat(records.subList(0, 3))
                .allSatisfy(record -> assertThat(record.message()).endsWith("more characters were cut off]"));
        assertThat(records.get(3).message()).isEqualTo("half \\udc80 of a name");
        assertThat(records.get(4).message()).isEqualTo("two\nlines");
    }

    @Test
    void a_script_that_is_killed_has_broken_off() throws Exception {
        Process process = run(script("self.logger.info('about to hang')", "import signal", "signal.pause()"));
        await().until(() -> records.size() == 1);
        process.destroyForcibly().waitFor();
        assertThat(counts()).isEqualTo(new LogCounts(1, 0, true));
    }

    @Test
    void a_server_that_refuses_or_goes_away_leaves_records_on_standard_error() throws Exception {
        token = "wrong";
        assertThat(run(script("self.logger.info('Hello')")).waitFor()).isZero();
        assertThat(errors()).contains("refuses this job").contains("INFO " + NAME + ": Hello");
        token = server.token();
        Process process = run(script(
                "import time",
                "self.logger.info('first')",
                "while self.logger.handlers[0]._socket: self.logger.info('more'); time.sleep(0.01)",
                "self.logger.info('last')"));
        await().until(() -> !records.isEmpty());
        server.close();
        assertThat(process.waitFor()).isZero();
        assertThat(errors())
                .contains("is lost")
                .contains("INFO " + NAME + ": last")
                .contains("log records did not reach the log server");
    }

    @Test
    void without_a_log_server_records_are_printed() throws Exception {
        Path script = write("import pipeline_node\npipeline_node.logger().warning('Hello')\n");
        ProcessBuilder python = python(script, List.of());
        python.environment().keySet().removeIf(name -> name.startsWith("PIPELINE_"));
        assertThat(python.start().waitFor()).isZero();
        assertThat(errors()).isEqualTo("WARNING node: Hello\n");
    }

    @Test
    void with_a_spool_a_server_that_moves_has_every_record_and_a_spool_of_no_use_is_reported_once() throws Exception {
        Path go = directory.resolve("go");
        Path script = write("import os, time\nfrom pipeline_node import logger\n"
                + "for i in range(10): logger().info('%d', i)\n"
                + "while not os.path.exists('" + go + "'): time.sleep(0.01)\n"
                + "for i in range(10, 20): logger().info('%d', i)\n");
        for (String spool :
                List.of(directory.toString(), directory.resolve("nowhere").toString())) {
            Files.deleteIfExists(go);
            ProcessBuilder python = python(script, List.of());
            python.environment().putAll(Map.of(JobVariables.LOG_SPOOL, spool, JobVariables.MARK, "slot/17.1"));
            Process process = python.start();
            await().until(() -> records.size() == 10);
            if (spool.equals(directory.toString())) {
                server.close();
                records.clear();
                start();
                String word = "127.0.0.1 " + server.address().getPort() + " " + token;
                Files.writeString(directory.resolve("log-server"), word);
            }
            Files.createFile(go);
            assertThat(process.waitFor()).isZero();
            assertThat(counts()).isEqualTo(new LogCounts(20, 0, false));
            assertThat(records.stream().map(record -> Integer.valueOf(record.message())))
                    .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
            assertThat(errors()).isEqualTo(spool.endsWith("nowhere") ? errors() : "");
            records.clear();
            job = server.register("17", NAME);
        }
        assertThat(errors()).containsOnlyOnce("cannot be written");
    }

    private Path script(String... body) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line : body) {
            lines.append("        ").append(line).append('\n');
        }
        return write(SCRIPT.replace("%s", lines));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("example_parallel.py"), text);
    }

    private Process run(Path script, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("127.0.0.1", String.valueOf(server.address().getPort())));
        all.addAll(List.of(arguments));
        return python(script, all).start();
    }

    private ProcessBuilder python(Path script, List<String> arguments) {
        String root = Objects.requireNonNull(System.getProperty("pipeline.root"), "pipeline.root is set by the build");
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "python3", "-B", script.toString()));
        command.addAll(arguments);
        ProcessBuilder python = new ProcessBuilder(command);
        python.environment()
                .putAll(Map.of(
                        "PYTHONPATH",
                        Path.of(root, "nodes/src/main/python").toString(),
                        JobVariables.LOG_HOST,
                        "127.0.0.1",
                        JobVariables.LOG_PORT,
                        String.valueOf(server.address().getPort()),
                        JobVariables.LOG_TOKEN,
                        token,
                        JobVariables.JOB_ID,
                        "17",
                        JobVariables.LOGGER,
                        NAME,
                        JobVariables.LOG_LEVEL,
                        level));
        python.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        python.redirectError(directory.resolve("errors").toFile());
        return python;
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("errors"), UTF_8);
    }

    private LogCounts counts() throws Exception {
        return job.settle(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS);
    }
}
