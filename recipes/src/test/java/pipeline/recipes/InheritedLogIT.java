package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pipeline.job.wire.NodeRequest;
import pipeline.mainjob.CountingNode;
import pipeline.text.Json;

/** What programs log on a real OpenSSH server whose master was killed: the next one has all of it, from the first record. */
class InheritedLogIT extends OpenSshJobs {

    private static final int LINES = 300;
    private static final Path HELPER = Path.of("..", "nodes", "src", "main", "python");

    @Test
    void the_next_run_gets_live_what_programs_log_that_a_killed_master_left_running() throws Exception {
        killMaster();
        try (PipelineProcess next = logging()) {
            next.awaitErr("node.h2.python3: line 1\n").awaitErr("node.h3.python3: line 1\n");
            Files.createFile(go);
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThatAllIsLogged(next);
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void the_next_run_reads_what_programs_logged_while_no_master_was_there() throws Exception {
        killMaster();
        Files.createFile(go);
        await().atMost(LIMIT).until(() -> processes().isEmpty());
        try (PipelineProcess next = logging()) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThatAllIsLogged(next);
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void the_next_run_has_all_that_a_java_node_program_logged() throws Exception {
        String request = new NodeRequest(
                        CountingNode.class.getName(), List.of(Json.tree(LINES), Json.tree(20)), "token")
                .toJson();
        String java = "java -cp '" + nodeJar() + ":" + System.getProperty("pipeline.test.classes") + "' "
                + NodeRequest.MAIN_CLASS;
        String[] words = {
            "-v",
            directory.resolve("two").toString(),
            "--",
            "sh",
            "-c",
            "echo $1 >> '" + counter + "'; echo '" + request + "' | " + java + " >/dev/null",
            "x",
            "{}"
        };
        try (PipelineProcess master = PipelineProcess.start(directory, words(words))) {
            master.awaitErr("node.h2.sh: line 30\n").awaitErr("node.h3.sh: line 30\n");
            master.signal("KILL");
            master.exitCode();
        }
        PipelineCall next = PipelineCall.run(directory, words(words));
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).doesNotContain("missing");
        assertThatAllIsLogged(next.err(), "h2.sh", LINES);
        assertThatAllIsLogged(next.err(), "h3.sh", LINES);
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    private Path nodeJar() throws IOException {
        Path jar = directory.resolve("node.jar");
        try (JarFile all = new JarFile(System.getProperty("pipeline.jar"));
                InputStream in = all.getInputStream(all.getEntry("pipeline-node.jar"))) {
            Files.copy(in, jar);
        }
        return jar;
    }

    private void killMaster() throws Exception {
        try (PipelineProcess master = logging()) {
            awaitStart(master);
            master.signal("KILL");
            master.exitCode();
        }
    }

    /** Starts two jobs that log numbered lines until a file is there, and some more then. */
    private PipelineProcess logging() throws IOException {
        Path script = Files.writeString(directory.resolve("counting.py"), """
                import os, sys, time
                name, helper, counter, go = sys.argv[1:]
                sys.path.insert(0, helper)
                from pipeline_node import logger
                line = 0
                last = None
                while line != last:
                    line += 1
                    logger().info("line %d", line)
                    if line == 50:
                        with open(counter, "a") as file: file.write(name + "\\n")
                    if last is None and os.path.exists(go):
                        last = line + 50
                        with open(counter + "." + name, "w") as file: file.write(str(last))
                    time.sleep(0.01)
                """);
        return PipelineProcess.start(
                directory,
                words(
                        "-v",
                        "two",
                        "--",
                        "python3",
                        script.toString(),
                        "{}",
                        HELPER.toAbsolutePath().toString(),
                        counter.toString(),
                        go.toString()));
    }

    private void assertThatAllIsLogged(PipelineProcess master) throws IOException {
        assertThat(master.err()).doesNotContain("missing");
        assertThatAllIsLogged(master, "h2", "a");
        assertThatAllIsLogged(master, "h3", "b");
    }

    private void assertThatAllIsLogged(PipelineProcess master, String host, String name) throws IOException {
        assertThatAllIsLogged(
                master.err(), host + ".python3", Integer.parseInt(Files.readString(Path.of(counter + "." + name))));
    }

    private static void assertThatAllIsLogged(String log, String job, int last) {
        String logger = "node." + job + ": ";
        List<String> expected =
                IntStream.rangeClosed(1, last).mapToObj(i -> "line " + i).toList();
        try (Stream<String> lines = log.lines()) {
            assertThat(lines.filter(line -> line.contains(logger))
                            .map(line -> line.substring(line.indexOf(logger) + logger.length())))
                    .containsExactlyElementsOf(expected);
        }
    }
}
