package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.MarkedProcesses;
import pipeline.testing.OpenSshServer;

/** Runs of the real command on a real OpenSSH server, with jobs that go on until a file is there. */
@Tag("faults")
abstract class OpenSshJobs {

    static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    private final String jobName = "outliving-" + System.nanoTime();

    /** Has a line for each start of a job. */
    Path counter;

    /** Lets the jobs end. */
    Path go;

    @BeforeEach
    void prepare() throws IOException {
        LEAKS.watchProcesses(marker());
        counter = Files.createFile(directory.resolve("counter"));
        go = directory.resolve("go");
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(
                        directory.resolve("state"), SERVER.sshConfig(), directory.resolve("node")));
        Files.writeString(directory.resolve("two"), "h2 = [ a ]\nh3 = [ b ]\n");
    }

    @AfterEach
    void let_all_end() throws IOException {
        Files.write(go, new byte[0]);
        SERVER.restart();
    }

    /** Starts two jobs that wait for a file, then end with code 7. */
    PipelineProcess waiting(String... options) throws IOException {
        return jobs("", options);
    }

    /** Runs the two jobs that wait for a file to their end. */
    PipelineCall runToEnd() throws IOException {
        return PipelineCall.run(directory, commandLine(""));
    }

    /** Starts two jobs that do something, then wait for a file, then end with code 7. */
    PipelineProcess jobs(String first, String... options) throws IOException {
        return jobs(Map.of(), first, options);
    }

    /** Starts them with more variables in the environment of the master. */
    PipelineProcess jobs(Map<String, String> environment, String first, String... options) throws IOException {
        return PipelineProcess.start(directory, environment, commandLine(first, options));
    }

    private String[] commandLine(String first, String... options) {
        List<String> words = new ArrayList<>(List.of("-v"));
        Collections.addAll(words, options);
        Collections.addAll(
                words,
                directory.resolve("two").toString(),
                "--",
                "sh",
                "-c",
                first + "echo one $1; echo $1 >> '" + counter + "'; while [ ! -e '" + go
                        + "' ]; do sleep 0.1; done; echo two $1; exit 7",
                "x",
                "{}");
        return words(words.toArray(String[]::new));
    }

    String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of("foreach", "-j", jobName));
        Collections.addAll(words, more);
        return words.toArray(String[]::new);
    }

    void awaitStart(PipelineProcess master) {
        await().atMost(LIMIT)
                .failFast(() -> assertThat(master.isAlive()).as(master.err()).isTrue())
                .until(() -> Files.readAllLines(counter).size() == 2);
    }

    /** Returns the processes of the jobs, wherever they went. */
    List<Long> processes() {
        return MarkedProcesses.withMarker(marker());
    }

    private String marker() {
        return "PIPELINE_JOB_NAME=" + jobName;
    }

    /** Makes sure that each job was started once. */
    void assertThatEachRanOnce() throws IOException {
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b");
    }

    void assertThatNothingIsLeft() throws IOException {
        assertThat(slots()).filteredOn(Files::isDirectory).isEmpty();
    }

    /** Returns what lies among the slots. */
    List<Path> slots() throws IOException {
        try (Stream<Path> slots = Files.list(directory.resolve("node/slots"))) {
            return slots.toList();
        }
    }
}
