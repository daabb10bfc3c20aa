package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** Recipes that are files, with hosts behind a real OpenSSH server, and with workers. */
class FileRecipesOverSshIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Multiplies the lines of each file by a number that a library has; waits before its end while a file is there. */
    private static final String JAVA = """
            import java.nio.file.*;
            import java.util.*;
            import pipeline.job.*;
            import pipeline.node.*;
            import pipeline.recipe.*;

            class CountLines extends Recipe {
                private final Output<Long> lines = output("lines", "how many lines there are").integer();

                @Override protected Optional<List<ComputeJob>> source() throws Exception {
                    return Optional.of(mapfile(0).active().stream()
                            .map(entry -> nodeJob(entry.host(), LineCounter.class, Path.of(entry.file()))).toList());
                }

                @Override protected int run() throws Exception {
                    long sum = 0;
                    for (Outcome outcome : scheduleJobs(source().orElseThrow())) {
                        sum += outcome.result().map(result -> result.path("lines").asLong()).orElse(0L);
                    }
                    lines.set(sum);
                    return error.isSet() ? 1 : 0;
                }
            }

            record Count(String file, long lines) {}

            class LineCounter extends NodeProgram<Path, Count> {
                @Override protected Count run(Path file) throws Exception {
                    Files.writeString(Path.of("HERE/started"), file + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    while (Files.exists(Path.of("HERE/hold"))) {
                        Thread.sleep(100);
                    }
                    var factor = new String(getClass().getResourceAsStream("/factor.txt").readAllBytes());
                    return new Count(file.toString(), Files.lines(file).count() * Long.parseLong(factor));
                }
            }
            """;

    private static final String PYTHON = """
            from pipeline_recipe import ComputeJob, Recipe, ingredient, load_data_map

            class count_lines(Recipe):
                outputs = {"lines": ingredient.IntField()}

                def go(self):
                    node_command = "python %s" % self.__file__.replace("master", "nodes")
                    jobs = [ComputeJob(host, node_command, arguments=[file])
                            for host, file in load_data_map(self.inputs["args"][0])]
                    self.schedule_jobs(jobs)
                    self.outputs["lines"] = sum(job.results.get("lines", 0) for job in jobs)
                    return 1 if self.error.is_set() else 0
            """;

    private static final String NODE_SCRIPT = """
            import os, sys, time
            from pipeline_node import LOFARnode

            class count_lines(LOFARnode):
                def run(self, file):
                    with open("HERE/started", "a") as started:
                        started.write(file + "\\n")
                    while os.path.exists("HERE/hold"):
                        time.sleep(0.1)
                    with open(file) as lines:
                        self.result({"lines": 10 * len(lines.readlines())})

            if __name__ == "__main__":
                sys.exit(count_lines(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
            """;

    private static final String SHELL = """
            import java.nio.file.Path;
            import pipeline.job.*;
            import pipeline.recipe.*;

            class CountLines extends Recipe {
                private final Output<Long> lines = output("lines", "how many lines there are").integer();

                @Override protected int run() throws Exception {
                    long sum = 0;
                    for (Outcome outcome : scheduleJobs(mapfile(0).active().stream()
                            .map(entry -> ComputeJob.script(entry.host(), Path.of("HERE/count.sh"), entry.file()).captureOutput())
                            .toList())) {
                        sum += outcome.result().map(result -> Long.parseLong(result.asString().strip())).orElse(0L);
                    }
                    lines.set(sum);
                    return error.isSet() ? 1 : 0;
                }
            }
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path here;

    @BeforeEach
    void files_on_two_hosts() throws IOException {
        file("a.txt", "1\n2\n3\n");
        file("b.txt", "1\n");
        file("data.map", "h2 = [ HERE/a.txt ]\nh3 = [ HERE/b.txt ]\n");
        file(
                "pipeline.cfg",
                "[DEFAULT]\nworking_directory = HERE\n[remote]\nssh_config = %s\nnode_directory = HERE/nodes-of-pipeline\n"
                        .formatted(SERVER.sshConfig()));
        file("CountLines.java", JAVA);
        file("master/count_lines.py", PYTHON);
        file("nodes/count_lines.py", NODE_SCRIPT);
        Files.createDirectories(here.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(here.resolve("lib/factor.jar")))) {
            jar.putNextEntry(new ZipEntry("factor.txt"));
            jar.write("10".getBytes(StandardCharsets.UTF_8));
        }
    }

    private Path file(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace("HERE", here.toString()));
    }

    private PipelineCall call(String... words) throws IOException {
        return PipelineCall.run(here, words);
    }

    private void assertThatEachFileWasCountedOnce() throws IOException {
        assertThat(Files.readAllLines(here.resolve("started")))
                .containsExactlyInAnyOrder(
                        here.resolve("a.txt").toString(), here.resolve("b.txt").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CountLines.java", "master/count_lines.py"})
    void the_hosts_get_what_a_job_needs_and_the_same_command_again_does_nothing(String recipe) throws Exception {
        for (int round = 0; round < 2; round++) {
            PipelineCall run = call(recipe, "-j", "x", here.resolve("data.map").toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("Results:\nlines = 40\n");
            assertThatEachFileWasCountedOnce();
        }
    }

    @Test
    void a_node_program_may_be_a_shell_script() throws Exception {
        file("count.sh", "#!/bin/sh\nshift 2\nwc -l < \"$1\"\n");
        file("CountLines.java", SHELL);

        PipelineCall run =
                call("CountLines.java", "-j", "x", here.resolve("data.map").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("Results:\nlines = 4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CountLines.java", "master/count_lines.py"})
    void a_killed_master_is_followed_by_one_that_runs_nothing_again(String recipe) throws Exception {
        Path hold = file("hold", "");
        Path started = here.resolve("started");
        try (PipelineProcess first = PipelineProcess.start(
                here, recipe, "-j", "x", here.resolve("data.map").toString())) {
            await().atMost(LIMIT)
                    .failFast(() -> assertThat(first.isAlive()).as(first.err()).isTrue())
                    .until(() ->
                            Files.exists(started) && Files.readAllLines(started).size() == 2);
            first.signal("KILL");
            assertThat(first.exitCode()).isEqualTo(137);
        }
        Files.delete(hold);

        PipelineCall second = call(recipe, "-j", "x", here.resolve("data.map").toString());

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).isEqualTo("Results:\nlines = 40\n");
        assertThatEachFileWasCountedOnce();
    }

    @Test
    void a_refresh_puts_the_jobs_of_a_file_into_the_table_and_a_worker_does_them() throws Exception {
        PipelineCall refresh = call(
                "jobs",
                "refresh",
                "CountLines.java",
                "-j",
                "x",
                here.resolve("data.map").toString());
        assertThat(refresh.exitCode()).as(refresh.err()).isZero();
        assertThat(refresh.out()).contains("added: 2");

        PipelineCall worker = call("work", "CountLines.java", "-j", "x", "--host", "h[2-3]", "--no-refresh");
        assertThat(worker.exitCode()).as(worker.err() + worker.out()).isZero();
        assertThat(worker.out()).isEqualTo("succeeded: 2, failed: 0, remaining: 0; all is done\n");

        PipelineCall master =
                call("CountLines.java", "-j", "x", here.resolve("data.map").toString());
        assertThat(master.out()).as(master.err()).isEqualTo("Results:\nlines = 40\n");
        assertThatEachFileWasCountedOnce();
    }

    @Test
    void a_worker_whose_file_lacks_the_node_program_says_so() throws Exception {
        call(
                "jobs",
                "refresh",
                "CountLines.java",
                "-j",
                "x",
                here.resolve("data.map").toString());
        file("other/CountLines.java", SHELL);

        PipelineCall worker = call("work", "other/CountLines.java", "-j", "x", "--host", "h[2-3]", "--no-refresh");

        assertThat(worker.exitCode()).as(worker.err() + worker.out()).isEqualTo(1);
        assertThat(worker.err())
                .contains("there is no node program LineCounter")
                .doesNotContain("\tat ");
        assertThat(here.resolve("started")).doesNotExist();
    }

    @Test
    void a_host_without_java_fails_its_job_and_says_what_to_set() throws Exception {
        file(
                "pipeline.cfg",
                "[DEFAULT]\nworking_directory = HERE\n[remote]\nssh_config = %s\nnode_directory = HERE/nodes-of-pipeline\n[deploy h3]\njava_home = /no/java\n"
                        .formatted(SERVER.sshConfig()));

        PipelineCall run =
                call("CountLines.java", "-j", "x", here.resolve("data.map").toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("h3: ").contains("/no/java").doesNotContain("\tat ");
        assertThat(run.out()).isEqualTo("Results:\nlines = 30\n");
    }
}
