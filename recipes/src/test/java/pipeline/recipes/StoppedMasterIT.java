package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/**
 * A master that stands still for longer than the orphan timeout, as under the lid of a laptop. The property {@code faults.stop}
 * says for how many seconds, {@code faults.stops} how often.
 */
@Tag("faults")
class StoppedMasterIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int STOPS = Integer.getInteger("faults.stops", 1);
    private static final Duration STOP = Duration.ofSeconds(Integer.getInteger("faults.stop", 5));

    /** What is usual if it is stopped for long enough, else so short that it is. */
    private static final String PRESENCE = STOP.toSeconds() > 60 ? "" : "heartbeat = 1s\norphan_timeout = 3s";

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    private Path counter;
    private Path go;

    @BeforeEach
    void prepare() throws IOException {
        counter = Files.createFile(directory.resolve("counter"));
        go = directory.resolve("go");
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                [remote]
                method = local
                node_directory = %s
                max_per_node = 2
                [jobs]
                %s
                """.formatted(
                        directory.resolve("state"), directory.resolve("node"), PRESENCE));
        Files.writeString(directory.resolve("map"), "localhost = [ a, b, c, d ]\n");
    }

    @AfterEach
    void let_all_end() throws IOException {
        Files.write(go, new byte[0]);
    }

    @Test
    void after_each_stop_the_run_goes_on() throws Exception {
        try (PipelineProcess run = PipelineProcess.start(
                directory,
                "foreach",
                "-j",
                "stopped",
                "map",
                "--",
                "sh",
                "-c",
                "echo $1 >> '" + counter + "'; while [ ! -e '" + go + "' ]; do sleep 0.1; done",
                "x",
                "{}")) {
            await().atMost(LIMIT)
                    .failFast(() -> assertThat(run.isAlive()).as(run.err()).isTrue())
                    .until(() -> Files.readAllLines(counter).size() == 2);
            for (int stop = 0; stop < STOPS; stop++) {
                Instant end = Instant.now().plus(STOP);
                run.signal("STOP");
                await().atMost(STOP.plus(LIMIT)).until(() -> Instant.now().isAfter(end));
                run.signal("CONT");
                awaitHeartbeatAfter(end);
            }
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).doesNotContain("taken for dead", "pending again");
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    /** Waits until another process sees that the master lives, and what it makes of its own silence is over. */
    private void awaitHeartbeatAfter(Instant moment) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            PipelineCall list = PipelineCall.run(directory, "connections", "--keys", "heartbeat", "--output", "tsv");
            String[] lines = list.out().strip().split("\n", -1);
            String[] cells = lines[lines.length - 1].split("\t", -1);
            return lines.length > 1 && Instant.parse(cells[cells.length - 1]).isAfter(moment);
        });
    }
}
