package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.SmallDisk;
import pipeline.testing.stores.PostgresServer;
import pipeline.testing.stores.StorePlace;

/**
 * Job tables that are away while jobs run: a server that is stopped, a disk that is full. The property {@code faults.away} says for
 * how many seconds.
 */
@Tag("faults")
class TableAwayIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("faults.away", 5));
    private static final List<String> ALL = List.of("a", "b", "c", "d", "e", "f");

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of();
    private Path counter;
    private Path ended;
    private Path go;

    @BeforeEach
    void prepare() throws IOException {
        counter = Files.createFile(directory.resolve("counter"));
        ended = Files.createFile(directory.resolve("ended"));
        go = directory.resolve("go");
        Files.writeString(directory.resolve("map"), "localhost = [ a, b, c, d, e, f ]\n");
    }

    @AfterEach
    void let_all_end() throws IOException {
        Files.write(go, new byte[0]);
    }

    @Test
    void a_server_that_comes_back_finds_all_jobs_going_on_and_one_that_does_not_in_time_leaves_them_to_the_next_start()
            throws Exception {
        try (PostgresServer server = new PostgresServer()) {
            StorePlace place = server.create();
            environment = Map.of(
                    "PIPELINE_JOBS_URL", place.url(),
                    "PIPELINE_JOBS_USER", place.user(),
                    "PIPELINE_JOBS_PASSWORD", place.password());
            configure("10m");
            try (PipelineProcess run = start("back")) {
                awaitStarts(run, 4);
                server.stop();
                awaitTheEndOf(AWAY, run);
                Files.createFile(go);
                awaitEnds(run, 4);
                assertThat(Files.readAllLines(counter))
                        .as("nothing new is started")
                        .hasSize(4);
                server.start();
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err())
                        .contains("what runs goes on, nothing new is started", "can be used again")
                        .doesNotContain("running jobs", "signal 15", "\tat ");
            }
            assertThatEachRanOnce();

            startAnew();
            configure("2s");
            try (PipelineProcess run = start("gone")) {
                awaitStarts(run, 4);
                server.stop();
                Files.createFile(Path.of(go + "-a"));
                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                assertThat(run.err())
                        .contains("leaving behind 3 running jobs", "again: pipeline foreach -j gone")
                        .doesNotContain("\tat ");
            }
            server.start();
            Files.createFile(go);
            PipelineCall next = runToEnd("gone");
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThatEachRanOnce();
            server.drop(place);
        }
    }

    @Test
    void a_full_disk_is_waited_for_and_one_that_stays_full_leaves_what_runs_to_the_next_start() throws Exception {
        try (SmallDisk disk = SmallDisk.at(directory.resolve("small"), "8m")) {
            environment = Map.of(
                    "PIPELINE_JOBS_URL", "jdbc:sqlite:" + disk.directory().resolve("jobs.sqlite"));
            configure("10m");
            try (PipelineProcess run = start("back")) {
                awaitStarts(run, 4);
                disk.fill();
                Files.createFile(go);
                awaitEnds(run, 4);
                awaitTheEndOf(AWAY, run);
                disk.makeSpace();
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err()).doesNotContain("running jobs", "signal 15", "\tat ");
            }
            assertThatEachRanOnce();

            startAnew();
            configure("2s");
            try (PipelineProcess run = start("gone")) {
                awaitStarts(run, 4);
                disk.fill();
                Files.createFile(Path.of(go + "-a"));
                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                assertThat(run.err())
                        .contains("is full", "leaving behind 3 running jobs", "again: pipeline foreach -j gone")
                        .doesNotContain("signal 15", "\tat ");
            }
            disk.makeSpace();
            Files.createFile(go);
            PipelineCall next = runToEnd("gone");
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThatEachRanOnce();
        }
    }

    @Test
    void what_an_interrupted_run_ends_while_the_table_is_away_runs_again_and_has_not_failed() throws Exception {
        try (SmallDisk disk = SmallDisk.at(directory.resolve("small"), "8m")) {
            environment = Map.of(
                    "PIPELINE_JOBS_URL", "jdbc:sqlite:" + disk.directory().resolve("jobs.sqlite"));
            configure("10m");
            try (PipelineProcess run = start("stopped")) {
                awaitStarts(run, 4);
                disk.fill();
                run.signal("INT");
                assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            }
            assertThat(Files.readAllLines(ended)).isEmpty();
            disk.makeSpace();
            Files.createFile(go);
            PipelineCall next = runToEnd("stopped");
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(next.err()).doesNotContain("signal 15");
            assertThat(Files.readAllLines(ended)).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    private void startAnew() throws IOException {
        Files.write(counter, new byte[0]);
        Files.write(ended, new byte[0]);
        Files.delete(go);
    }

    private void configure(String patience) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                working_directory = %s
                [remote]
                method = local
                node_directory = %s
                max_per_node = 4
                [jobs]
                heartbeat = 1s
                patience = %s
                """.formatted(
                        directory.resolve("state"), directory, directory.resolve("node"), patience));
    }

    private PipelineProcess start(String jobName) throws IOException {
        return PipelineProcess.start(directory, environment, commandLine(jobName));
    }

    private PipelineCall runToEnd(String jobName) throws IOException {
        return PipelineCall.run(directory, environment, commandLine(jobName));
    }

    private String[] commandLine(String jobName) {
        List<String> words = new ArrayList<>(
                List.of("foreach", "-j", jobName, directory.resolve("map").toString(), "--", "sh", "-c"));
        words.add("echo $1 >> '" + counter + "'; while [ ! -e '" + go + "' ] && [ ! -e '" + go
                + "'-$1 ]; do sleep 0.1; done; echo $1 >> '" + ended + "'");
        words.addAll(List.of("x", "{}"));
        return words.toArray(String[]::new);
    }

    private void awaitStarts(PipelineProcess run, int starts) {
        await(run, counter, starts);
    }

    private void awaitEnds(PipelineProcess run, int ends) {
        await(run, ended, ends);
    }

    private static void await(PipelineProcess run, Path file, int lines) {
        Awaitility.await()
                .atMost(LIMIT)
                .failFast(() -> assertThat(run.isAlive()).as(run.err()).isTrue())
                .until(() -> Files.readAllLines(file).size() >= lines);
    }

    /** Lets a time pass in which the run must not end. */
    private static void awaitTheEndOf(Duration time, PipelineProcess run) {
        Instant end = Instant.now().plus(time);
        Awaitility.await()
                .atMost(time.plus(LIMIT))
                .failFast(() -> assertThat(run.isAlive()).as(run.err()).isTrue())
                .until(() -> Instant.now().isAfter(end));
    }

    private void assertThatEachRanOnce() throws IOException {
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(Files.readAllLines(ended)).containsExactlyInAnyOrderElementsOf(ALL);
    }
}
