package pipeline.tester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;

class RecipeTesterTest {

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1", "node2");

    private RecipeTest countLines() throws IOException {
        return tester.recipe(CountLines.class)
                .file("node1", "a.txt", "1\n2\n3\n")
                .file("node2", "data/b.txt", "1\n")
                .map("node1 = [ a.txt ]", "node2 = [ data/b.txt ]");
    }

    @Test
    void a_recipe_of_ones_own_runs_where_its_files_lie() throws Exception {
        RecipeResult run = countLines().input("base", 10).run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("lines").asInt()).isEqualTo(14);
        assertThat(run.outcomes()).hasSize(2).allMatch(Outcome::isSuccess);
        assertThat(run.outcomes())
                .extracting(
                        outcome -> outcome.result().orElseThrow().path("host").asString())
                .containsExactlyInAnyOrder("node1", "node2");
        assertThat(run.logs()).anyMatch(line -> line.endsWith("node.node1.line_counter: a.txt has 3 lines"));
        assertThat(run.table()).extracting(row -> row.path("status").asString()).containsExactly("success", "success");
    }

    @Test
    void a_second_run_keeps_what_is_done_and_runs_what_failed() throws Exception {
        RecipeTest test = countLines().exitCode(Jobs.with("data/b.txt"), 3);

        RecipeResult first = test.run();
        assertThat(first.exitCode()).as("%s", first).isEqualTo(1);
        assertThat(first.outcomes())
                .filteredOn(outcome -> !outcome.isSuccess())
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.failure().map(Failure::exitCode)).contains(3));

        RecipeResult second = test.withoutFaults().run();
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.started()).extracting(job -> job.host()).containsExactly("node2");
        assertThat(second.result("lines").asInt()).isEqualTo(4);
    }

    @Test
    void a_host_that_is_down_parks_its_jobs() throws Exception {
        RecipeResult run = countLines().hostDown("node2").run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
        assertThat(run.outcomes())
                .extracting(Outcome::state)
                .containsExactlyInAnyOrder(Outcome.State.SUCCEEDED, Outcome.State.PARKED);
        assertThat(run.result("lines").asInt()).isEqualTo(3);
    }

    @Test
    void a_job_that_is_killed_has_the_code_of_the_signal() throws Exception {
        RecipeResult run = countLines()
                .killed(Jobs.of(LineCounter.class).and(Jobs.on("node1")))
                .run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes())
                .flatExtracting(outcome ->
                        outcome.failure().stream().map(Failure::exitCode).toList())
                .containsExactly(137);
    }

    @Test
    void a_job_that_leaves_its_item_out_is_no_failure_and_is_not_run_again() throws Exception {
        RecipeTest test = countLines().skip(Jobs.with("data/b.txt"), "it's no \"table\": é");

        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("lines").asInt()).isEqualTo(3);
        assertThat(run.outcomes())
                .filteredOn(Outcome::isLeftOut)
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.state()).isEqualTo(Outcome.State.SKIPPED);
                    assertThat(outcome.message()).isEqualTo("it's no \"table\": é");
                    assertThat(outcome.job().host()).isEqualTo("node2");
                });
        assertThat(test.withoutFaults().run().started()).isEmpty();
    }

    @Test
    void a_script_leaves_its_item_out_and_a_command_does_so_by_its_exit_code() throws Exception {
        tester.recipe(Copy.class).masterFile("node.py", "#!/usr/bin/env python3\nraise SystemExit(1)\n");
        Path recipe = Files.writeString(tester.directory().resolve("two.py"), """
                from pipeline_recipe import ComputeJob, Recipe

                class two(Recipe):
                    def go(self):
                        self.schedule_jobs([ComputeJob("node1", "python HERE/node.py", arguments=["a"]),
                                            ComputeJob("node2", ["true"], arguments=["b"], skip_exit=[42])])
                        return 1 if self.error.is_set() else 0
                """.replace(
                        "HERE", tester.directory().toString()));
        RecipeTest test = tester.recipe(recipe).skip(Jobs.with("a"), "no table").exitCode(Jobs.with("b"), 42);

        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outcomes())
                .extracting(outcome -> outcome.state() + " " + outcome.message())
                .containsExactlyInAnyOrder("SKIPPED no table", "SKIPPED exit code 42");

        RecipeResult wrong =
                test.jobName("other").skip(Jobs.with("b"), "no table").run();
        assertThat(wrong.exitCode()).as("%s", wrong).isEqualTo(1);
        assertThat(wrong.outcomes())
                .anyMatch(outcome -> outcome.message().contains("a command leaves its item out by its exit code"));
        assertThatThrownBy(() -> test.skip(Jobs.all(), " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_slow_job_runs_into_its_time_limit() throws Exception {
        RecipeResult run = tester.recipe(Copy.class)
                .file("node1", "a.txt", "content")
                .map("node1 = [ a.txt ]")
                .slow(Jobs.on("node1"), Duration.ofSeconds(60))
                .options("--timeout", "1")
                .run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes())
                .flatExtracting(
                        outcome -> outcome.failure().stream().map(Failure::kind).toList())
                .containsExactly(FailureKind.TIMEOUT);
        assertThat(tester.directory("node1").resolve("a.txt.copy")).doesNotExist();
    }

    @Test
    void a_full_disk_is_reported() throws Exception {
        RecipeResult run = countLines().diskFull(Jobs.on("node1")).run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes()).anyMatch(outcome -> outcome.message().contains("No space left on device"));
    }

    @Test
    void a_job_that_leaves_no_output_has_failed_although_its_program_has_not() throws Exception {
        RecipeTest test = tester.recipe(Copy.class)
                .file("node1", "a.txt", "content")
                .map("node1 = [ a.txt ]")
                .outputMissing(Jobs.of("cp"), "a.txt.copy");

        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes())
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.failure().map(Failure::kind)).contains(FailureKind.OUTPUT));

        assertThat(test.withoutFaults().run().exitCode()).isZero();
        assertThat(tester.directory("node1").resolve("a.txt.copy")).hasContent("content");
    }

    @Test
    void a_program_that_calls_exit_has_failed_and_the_next_one_on_its_node_runs() throws Exception {
        RecipeTest test = tester.recipe(CountLines.class)
                .file("node1", "exit.txt", LineCounter.EXIT)
                .file("node1", "a.txt", "1\n")
                .map("node1 = [ exit.txt, a.txt, a.txt ]");

        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes())
                .flatExtracting(outcome ->
                        outcome.failure().stream().map(Failure::exitCode).toList())
                .containsExactly(7);
        assertThat(run.result("lines").asInt()).isEqualTo(2);
    }

    @Test
    void a_recipe_in_a_file_runs() throws Exception {
        Path file = Files.writeString(tester.directory().resolve("Sizes.java"), """
                import pipeline.job.*;
                import pipeline.node.*;
                import pipeline.recipe.*;

                public class Sizes extends Recipe {
                    @Override protected int run() throws Exception {
                        scheduleJobs(mapfile(0).active().stream()
                                .map(entry -> nodeJob(entry.host(), Size.class, entry.file())).toList());
                        return error.isSet() ? 1 : 0;
                    }
                }

                class Size extends NodeProgram<String, Long> {
                    @Override protected Long run(String file) throws Exception {
                        long size = java.nio.file.Files.size(java.nio.file.Path.of(file));
                        logger.info("{} bytes", size);
                        return size;
                    }
                }
                """);
        RecipeResult run = tester.recipe(file)
                .file("node1", "a.txt", "12345")
                .map("node1 = [ a.txt ]")
                .run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.logs()).anyMatch(line -> line.endsWith("5 bytes"));
    }
}
