package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/**
 * Masters and workers that are killed at any moment: nothing is lost, nothing is run or recorded twice. The property
 * {@code faults.seed} repeats a run, {@code faults.kills} says how many are killed.
 */
@Tag("faults")
class KilledIT {

    private static final int KILLS = Integer.getInteger("faults.kills", 2);
    /** So many that some are left for the last one, though each may start as many as it has places while it is killed. */
    private static final int JOBS = KILLS <= 2 ? 60 : 60 * KILLS;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    private final Random random = new Random(seed());
    private Path counter;

    private static long seed() {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.println("killed at moments of -Dfaults.seed=" + seed);
        return seed;
    }

    @BeforeEach
    void prepare() throws IOException {
        counter = Files.createFile(directory.resolve("counter"));
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                working_directory = %s
                [remote]
                method = local
                node_directory = %s
                max_per_node = 4
                """.formatted(
                        directory.resolve("state"), directory, directory.resolve("node")));
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < JOBS; i++) {
            map.append("n%d = [ file%d ]%n".formatted(i % 3, i));
        }
        Files.writeString(directory.resolve("map"), map.toString());
    }

    @Test
    void after_masters_were_killed_the_next_one_does_what_is_left() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            try (PipelineProcess master =
                    start("foreach", "-j", "k", directory.resolve("map").toString())) {
                awaitMoreLines(master);
                master.signal("KILL");
                assertThat(master.exitCode()).as(master.err()).isEqualTo(137);
            }
        }
        PipelineCall last =
                runToEnd("foreach", "-j", "k", directory.resolve("map").toString());
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.err()).contains("were done before and are not run again");
        assertThatEachJobIsRecordedOnce();
    }

    @Test
    void what_killed_workers_had_is_done_by_the_others() throws Exception {
        PipelineCall refresh = runToEnd(
                "jobs",
                "refresh",
                "foreach",
                "-j",
                "k",
                directory.resolve("map").toString());
        assertThat(refresh.exitCode()).as(refresh.err()).isZero();
        assertThat(refresh.out()).contains("added: " + JOBS);
        List<PipelineProcess> workers = new ArrayList<>();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                PipelineProcess worker = worker();
                workers.add(worker);
                awaitMoreLines(worker);
                worker.signal("KILL");
                worker.exitCode();
            }
            for (int i = 0; i < 2; i++) {
                workers.add(worker());
            }
            for (PipelineProcess worker : workers.subList(KILLS, workers.size())) {
                assertThat(worker.exitCode()).as(worker.err()).isZero();
            }
        } finally {
            workers.forEach(PipelineProcess::close);
        }
        assertThatEachJobIsRecordedOnce();
    }

    private PipelineProcess worker() throws IOException {
        return PipelineProcess.start(
                directory, "work", "foreach", "-j", "k", "--host", "n[0-2]", "--processes", "3", "--no-refresh");
    }

    private PipelineProcess start(String... words) throws IOException {
        return PipelineProcess.start(directory, commandLine(words));
    }

    private PipelineCall runToEnd(String... words) throws IOException {
        return PipelineCall.run(directory, commandLine(words));
    }

    private String[] commandLine(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        Collections.addAll(all, "--", "sh", "-c", "echo \"$1\" >> '" + counter + "'; sleep 0.1", "sh", "{}");
        return all.toArray(String[]::new);
    }

    /** Waits until some more jobs have been started, as many as chance will have it. */
    private void awaitMoreLines(PipelineProcess process) throws IOException {
        int lines = Files.readAllLines(counter).size() + 1 + random.nextInt(JOBS / (KILLS + 2));
        await().atMost(LIMIT)
                .failFast(() -> assertThat(process.isAlive()).as(process.err()).isTrue())
                .until(() -> Files.readAllLines(counter).size() >= lines);
    }

    private void assertThatEachJobIsRecordedOnce() throws Exception {
        Map<String, Integer> lines = new HashMap<>();
        Files.readAllLines(counter).forEach(line -> lines.merge(line, 1, Integer::sum));
        String url = "jdbc:sqlite:" + directory.resolve("state/jobs.sqlite");
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet jobs = connection
                        .createStatement()
                        .executeQuery("SELECT j.work, j.status, j.attempts, COUNT(a.number),"
                                + " SUM(CASE WHEN a.ending = 'success' THEN 1 ELSE 0 END)"
                                + " FROM job j JOIN attempt a ON a.job_id = j.job_id GROUP BY j.job_id")) {
            int rows = 0;
            for (; jobs.next(); rows++) {
                String work = jobs.getString(1);
                String file = work.replaceAll("(?s).*\"(file\\d+)\".*", "$1");
                assertThat(jobs.getString(2)).as(work).isEqualTo("success");
                assertThat(jobs.getInt(4)).as("attempts kept of " + work).isEqualTo(jobs.getInt(3));
                assertThat(jobs.getInt(5)).as("successes recorded of " + work).isEqualTo(1);
                assertThat(lines.getOrDefault(file, 0)).as("runs of " + file).isEqualTo(1);
            }
            assertThat(rows).isEqualTo(JOBS);
        }
    }
}
