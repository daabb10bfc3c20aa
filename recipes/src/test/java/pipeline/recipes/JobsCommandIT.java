package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/** The commands on the job table as people type them, beside runs that are going on. */
class JobsCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [remote]
                method = local
                max_per_node = 2
                [jobs]
                heartbeat = 1s
                """);
        Files.writeString(directory.resolve("map"), "n1 = [ a, b, c, d ]\n");
    }

    @Test
    void a_listing_loads_neither_recipes_nor_ssh() throws Exception {
        run("foreach", "-j", "x", directory.resolve("map").toString(), "--", "true");
        Path classes = directory.resolve("classes");
        Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);

        try (PipelineProcess jobs = PipelineProcess.start(directory, logged, "jobs", "-j", "x")) {
            assertThat(jobs.exitCode()).as(jobs.err()).isZero();
            assertThat(jobs.out()).hasLineCount(5).contains("  success ");
        }
        assertThat(classes)
                .content()
                .contains(" org.sqlite.JDBC ")
                .doesNotContain(" pipeline.recipes.")
                .doesNotContain(" org.apache.sshd.")
                .doesNotContain(" com.zaxxer.");
    }

    @Test
    void a_refresh_makes_jobs_pending_again_whose_declared_outputs_are_gone() throws Exception {
        String[] rest = {
            "foreach",
            "-j",
            "x",
            "--outputs",
            directory.resolve("{}.out").toString(),
            directory.resolve("map").toString(),
            "--",
            "sh",
            "-c",
            "echo $1 >'" + directory + "'/$1.out; echo '[\"result\"]'",
            "x",
            "{}"
        };
        run(rest);
        List<String> words = new ArrayList<>(List.of("jobs", "refresh", rest[0], "--re-pend"));
        words.addAll(List.of(rest).subList(1, rest.length));
        String[] refresh = words.toArray(String[]::new);
        assertThat(run(refresh)).isEqualTo("added: 0, removed: 0, re_pended: 0, orphaned: 0\n");
        Files.delete(directory.resolve("b.out"));
        Files.write(directory.resolve("c.out"), new byte[0]);
        assertThat(run(refresh)).isEqualTo("added: 0, removed: 0, re_pended: 2, orphaned: 0\n");
        run(rest);
        assertThat(directory.resolve("b.out")).hasContent("b");
    }

    @Test
    void a_run_that_is_going_on_can_be_looked_at_and_ended_from_elsewhere() throws Exception {
        try (PipelineProcess master = PipelineProcess.start(
                directory, "foreach", "-j", "x", directory.resolve("map").toString(), "--", "sh", "-c", "sleep 60")) {
            await().atMost(LIMIT)
                    .until(() -> run("jobs", "--status", "reserved", "--output", "jsonl")
                                    .lines()
                                    .count()
                            == 2);
            assertThat(run("jobs", "progress", "--keys", "pending,reserved", "--output", "tsv"))
                    .endsWith("\t2\t2\n");
            assertThat(run("connections", "--keys", "kind,info", "--output", "tsv"))
                    .contains("\tmaster\t")
                    .contains("2 jobs reserved");
            assertThat(run("connections", "kill", "--yes")).isEqualTo("asked to end: 1\n");

            assertThat(master.exitCode()).as(master.err()).isEqualTo(5);
            assertThat(master.err()).contains("asked to end by connections kill");
        }
        assertThat(run("jobs", "progress", "--keys", "pending,reserved", "--output", "tsv"))
                .as("what it had reserved was given back")
                .endsWith("\t4\t0\n");
        assertThat(run("connections", "--output", "json")).isEqualTo("[]\n");
        assertThat(run("connections", "--all", "--keys", "state", "--output", "csv"))
                .endsWith("1,ended\r\n");
    }

    @Test
    void a_worker_is_ended_from_elsewhere_too() throws Exception {
        run("jobs", "refresh", "foreach", "-j", "x", directory.resolve("map").toString(), "--", "sh", "-c", "sleep 60");
        try (PipelineProcess worker =
                PipelineProcess.start(directory, "work", "foreach", "-j", "x", "--host", "n1", "--processes", "3")) {
            await().atMost(LIMIT)
                    .until(() -> run("connections", "--where", "{'reserved': 3, 'kind': 'worker'}", "--output", "jsonl")
                                    .lines()
                                    .count()
                            == 1);
            run("connections", "kill", "--yes", "--where", "{'kind': 'worker'}");

            assertThat(worker.exitCode()).as(worker.err()).isEqualTo(5);
            assertThat(worker.out()).isEqualTo("succeeded: 0, failed: 0, remaining: 4; somebody ended the worker\n");
        }
    }

    @Test
    void an_interrupted_worker_gives_back_what_it_had() throws Exception {
        Path started = directory.resolve("started");
        run(
                "jobs",
                "refresh",
                "foreach",
                "-j",
                "x",
                directory.resolve("map").toString(),
                "--",
                "sh",
                "-c",
                ": >'" + started + "'; sleep 60");
        try (PipelineProcess worker = PipelineProcess.start(directory, "work", "foreach", "-j", "x", "--host", "n1")) {
            await().atMost(LIMIT).until(() -> Files.exists(started));
            worker.signal("TERM");

            assertThat(worker.exitCode()).as(worker.err()).isEqualTo(143);
            assertThat(worker.err()).contains("interrupted: ending 1 running job");
        }
        assertThat(run("jobs", "progress", "--keys", "pending,reserved", "--output", "tsv"))
                .endsWith("\t4\t0\n");
    }

    private String run(String... words) throws Exception {
        PipelineCall process = PipelineCall.run(directory, words);
        assertThat(process.exitCode()).as(process.err()).isZero();
        return process.out();
    }
}
