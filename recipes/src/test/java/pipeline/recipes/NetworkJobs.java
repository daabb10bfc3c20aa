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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.SplitNetwork;

/** Runs of the real command by two masters on three hosts of a network that can be cut, with real OpenSSH. */
@Tag("faults")
abstract class NetworkJobs {

    static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    static SplitNetwork network;

    @TempDir
    Path directory;

    private final String jobName = "network-" + System.nanoTime();

    /** Has a line for each start of a job: host and file. */
    Path counter;

    @BeforeAll
    static void build() throws IOException {
        network = SplitNetwork.of(2, 3);
    }

    @AfterAll
    static void takeDown() throws IOException {
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        LEAKS.watchProcesses("PIPELINE_JOB_NAME=" + jobName);
        counter = Files.createFile(directory.resolve("counter"));
        for (int master = 0; master < 2; master++) {
            StringBuilder text = new StringBuilder(
                    """
                    [DEFAULT]
                    runtime_directory = %s
                    [remote]
                    ssh_config = %s
                    reconnect_timeout = %s
                    [jobs]
                    heartbeat = 1s
                    orphan_timeout = 4s
                    """.formatted(directory.resolve("state"), network.sshConfig(master), reconnectTimeout()));
            for (int host = 1; host <= 3; host++) {
                text.append("[remote n%d]\nnode_directory = %s\n".formatted(host, directory.resolve("node" + host)));
            }
            Files.writeString(directory.resolve("master" + master + ".cfg"), text);
        }
    }

    String reconnectTimeout() {
        return "10m";
    }

    /** Starts a run by a master: each job is a script that finds its host and its file in $1 and $2. */
    PipelineProcess start(int master, String map, String script, String... options) throws IOException {
        Path mapfile = Files.writeString(directory.resolve("in.mapfile"), map);
        List<String> words = new ArrayList<>(List.of("foreach", "-v", "-j", jobName, "-p", "2"));
        words.addAll(List.of("-c", directory.resolve("master" + master + ".cfg").toString()));
        Collections.addAll(words, options);
        words.addAll(List.of(mapfile.toString(), "--", "sh", "-c"));
        words.addAll(List.of("echo $1 $2 >> '" + counter + "'; " + script, "x", "{host}", "{}"));
        return PipelineProcess.start(network.way(master), directory, Map.of(), words.toArray(String[]::new));
    }

    /** Waits until a host's jobs were started so often. */
    void awaitStarts(PipelineProcess run, String host, int starts) {
        await().atMost(LIMIT)
                .failFast(() -> assertThat(run.isAlive()).as(run.err()).isTrue())
                .until(() -> starts(host).size() >= starts);
    }

    List<String> starts(String host) throws IOException {
        return Files.readAllLines(counter).stream()
                .filter(line -> line.startsWith(host))
                .toList();
    }

    void assertThatNothingIsLeft() throws IOException {
        for (int host = 1; host <= 3; host++) {
            Path slots = directory.resolve("node" + host + "/slots");
            if (Files.exists(slots)) {
                try (Stream<Path> files = Files.list(slots)) {
                    assertThat(files.filter(Files::isDirectory))
                            .as("slots of n" + host)
                            .isEmpty();
                }
            }
        }
    }

    /** Says what was done to a run, for those who read the log. */
    static void tell(String text) {
        System.out.println(text);
    }
}
