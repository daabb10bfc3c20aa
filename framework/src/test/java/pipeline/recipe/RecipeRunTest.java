package pipeline.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileForm;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeOutput;
import pipeline.testing.FakeJobRunner;

class RecipeRunTest {

    private static final ComputeJob FIRST = ComputeJob.command("n1", "first");
    private static final ComputeJob SECOND = ComputeJob.command("n2", "second");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    /** What a test lets its recipe do. */
    interface Body {
        int run(TestRecipe recipe) throws Exception;
    }

    static class TestRecipe extends Recipe {
        private final Output<Long> first = output("a", "the first").integer();
        private final Output<List<?>> second = output("b", "the second").list();
        private final Output<ResultTable> third = output("c", "").table().optional();
        private final Body body;

        TestRecipe(Body body) {
            this.body = body;
        }

        @Override
        protected int run() throws Exception {
            return body.run(this);
        }
    }

    @Test
    void outcomes_come_in_the_order_of_the_jobs() throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            outcomes.addAll(recipe.scheduleJobs(List.of(SECOND, FIRST, SECOND)));
            return 5;
        });

        assertThat(run.execute()).isEqualTo(5);
        assertThat(outcomes).extracting(Outcome::job).containsExactly(SECOND, FIRST, SECOND);
        assertThat(run.hasError()).isFalse();
        assertThat(run.scheduledJobs()).isEqualTo(3);
        assertThat(run.runningJobs()).isZero();
    }

    @Test
    void the_error_flag_is_set_while_the_call_still_runs() throws Exception {
        List<Boolean> seen = new ArrayList<>();
        FakeJobRunner runner =
                new FakeJobRunner(job -> job == FIRST ? FakeJobRunner.failure(job, "no") : FakeJobRunner.success(job));
        RecipeRun run = run(runner, recipe -> {
            seen.add(recipe.error.isSet());
            recipe.scheduleJobs(List.of(FIRST, SECOND), 1, new JobListener() {
                @Override
                public void ended(Outcome outcome) {
                    seen.add(recipe.error.isSet());
                }
            });
            recipe.error.clear();
            return 0;
        });

        run.execute();

        assertThat(seen).containsExactly(false, true, true);
        assertThat(run.hasError()).as("the recipe cleared it").isFalse();
        assertThat(run.unsuccessful()).extracting(Outcome::message).containsExactly("no");
    }

    @Test
    void a_listener_cannot_wait_for_jobs_but_a_thread_of_the_recipe_can() throws Exception {
        List<Throwable> refused = new ArrayList<>();
        FakeJobRunner runner = FakeJobRunner.succeeding();
        RecipeRun run = run(runner, recipe -> {
            ExecutorService other = Executors.newSingleThreadExecutor();
            recipe.scheduleJobs(List.of(FIRST), 1, new JobListener() {
                @Override
                public void ended(Outcome outcome) {
                    Future<Outcomes> allowed = other.submit(() -> recipe.scheduleJobs(List.of(SECOND)));
                    try {
                        assertThat(allowed.get()).hasSize(1);
                        recipe.scheduleJobs(List.of(SECOND));
                    } catch (IllegalStateException e) {
                        refused.add(e);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            other.shutdown();
            recipe.scheduleJobs(List.of(FIRST));
            return 0;
        });

        run.execute();

        assertThat(refused)
                .singleElement()
                .satisfies(e -> assertThat(e)
                        .hasMessageStartingWith("scheduleJobs cannot be called in a job listener")
                        .hasMessageContaining(
                                "call scheduleJobs when this call has returned, or on a thread of your own"));
        assertThat(runner.jobs()).containsExactly(FIRST, SECOND, FIRST);
        assertThat(run.hasError()).isFalse();
    }

    @Test
    void what_a_listener_throws_sets_the_error_flag() throws Exception {
        RecipeRun run = run(
                (step, jobs, maxPerNode, listener, provenance) -> {
                    try {
                        listener.started(FIRST, 1);
                    } catch (IllegalStateException e) {
                        // only a warning for the one who runs the jobs
                    }
                    return Outcomes.of(List.of(FakeJobRunner.success(FIRST)), Outcomes.Stop.ALL_DONE);
                },
                recipe -> {
                    recipe.scheduleJobs(List.of(FIRST), 1, new JobListener() {
                        @Override
                        public void started(ComputeJob job, long number) {
                            throw new IllegalStateException("a fault in the listener");
                        }
                    });
                    return 0;
                });

        run.execute();

        assertThat(run.hasError()).isTrue();
        assertThat(run.unsuccessful()).isEmpty();
    }

    @Test
    void outcomes_that_no_listener_heard_of_set_the_error_flag_too() throws Exception {
        RecipeRun run = run(
                (step, jobs, maxPerNode, listener, provenance) ->
                        Outcomes.of(List.of(Outcome.parked(FIRST, "host is down")), Outcomes.Stop.PARKED),
                recipe -> {
                    recipe.scheduleJobs(List.of(FIRST));
                    return 0;
                });

        run.execute();

        assertThat(run.hasError()).isTrue();
        assertThat(run.unsuccessful()).hasSize(1);
    }

    @Test
    void jobs_that_run_are_counted_and_lines_reach_the_listener() throws Exception {
        List<String> seen = new ArrayList<>();
        JobRunner runner = (step, jobs, maxPerNode, listener, provenance) -> {
            Outcome outcome = FakeJobRunner.success(FIRST);
            listener.started(FIRST, outcome.attempt().orElseThrow().number());
            listener.stdout(FIRST, "hello".getBytes(UTF_8), true);
            listener.ended(outcome);
            return Outcomes.of(List.of(outcome), Outcomes.Stop.ALL_DONE);
        };
        RecipeRun[] run = new RecipeRun[1];
        run[0] = run(runner, recipe -> {
            recipe.scheduleJobs(List.of(FIRST), 1, new JobListener() {
                @Override
                public void started(ComputeJob job, long number) {
                    seen.add("started, running " + run[0].runningJobs());
                }

                @Override
                public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
                    seen.add(new String(bytes, UTF_8) + endOfLine);
                }
            });
            return 0;
        });

        run[0].execute();

        assertThat(seen).containsExactly("started, running 1", "hellotrue");
        assertThat(run[0].runningJobs()).isZero();
    }

    @Test
    void the_limit_per_node_is_what_the_call_says_and_else_that_of_the_run() throws Exception {
        FakeJobRunner runner = FakeJobRunner.succeeding();
        run(runner, recipe -> {
                    recipe.scheduleJobs(List.of(FIRST));
                    recipe.scheduleJobs(List.of(FIRST), 9);
                    return 0;
                })
                .execute();

        assertThat(runner.limits()).containsExactly(4, 9);
    }

    @Test
    void a_limit_below_one_is_an_error() {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            recipe.scheduleJobs(List.of(FIRST), 0);
            return 0;
        });

        assertThatIllegalArgumentException()
                .isThrownBy(run::execute)
                .withMessage("maxPerNode must be at least 1, but was 0");
    }

    @Test
    void a_call_without_jobs_returns_at_once() throws Exception {
        FakeJobRunner runner = FakeJobRunner.succeeding();
        RecipeRun run = run(runner, recipe -> recipe.scheduleJobs(List.of()).size());

        assertThat(run.execute()).isZero();
        assertThat(runner.limits()).isEmpty();
    }

    @Test
    void checked_exceptions_of_the_runner_arrive_as_the_cause_of_an_unchecked_one() {
        Exception cause = new Exception("nobody knows host n1");
        RecipeRun run = run(
                (step, jobs, maxPerNode, listener, provenance) -> {
                    throw cause;
                },
                recipe -> recipe.scheduleJobs(List.of(FIRST)).size());

        assertThatThrownBy(run::execute)
                .isInstanceOf(SchedulingException.class)
                .hasMessage("nobody knows host n1")
                .hasCause(cause);
    }

    @Test
    void an_interruption_arrives_as_it_is() {
        RecipeRun run = run(
                (step, jobs, maxPerNode, listener, provenance) -> {
                    throw new InterruptedException();
                },
                recipe -> recipe.scheduleJobs(List.of(FIRST)).size());

        assertThatThrownBy(run::execute).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_dry_run_prints_the_jobs_in_their_order_and_ends_the_recipe() throws Exception {
        FakeJobRunner runner = FakeJobRunner.succeeding();
        TestRecipe recipe = new TestRecipe(it -> {
            ComputeJob plain = ComputeJob.command("n1", "wc", "-l", "a b");
            it.scheduleJobs(List.of(plain, plain.workingDirectory("/data/x y").environment("OMP_NUM_THREADS", "4")));
            throw new AssertionError("outcomes are needed from here on");
        });
        RecipeRun run = new RecipeRun(recipe, context(runner, true, Optional.of("/elsewhere")));

        assertThat(run.execute()).isZero();
        assertThat(run.wasCutShort()).isTrue();
        assertThat(run.scheduledJobs()).isEqualTo(2);
        assertThat(runner.jobs()).isEmpty();
        assertThat(out.toString(UTF_8))
                .isEqualTo("n1: wc -l 'a b'\nn1: cd '/data/x y' && OMP_NUM_THREADS=4 wc -l 'a b'\n");
    }

    @Test
    void a_dry_run_ends_a_recipe_with_threads_of_its_own_too() throws Exception {
        TestRecipe recipe = new TestRecipe(it -> {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            try {
                return pool.submit(() -> it.scheduleJobs(List.of(FIRST))).get().size();
            } finally {
                pool.shutdown();
            }
        });

        assertThat(new RecipeRun(recipe, context(FakeJobRunner.succeeding(), true, Optional.empty())).execute())
                .isZero();
    }

    @Test
    void an_exception_in_a_dry_run_is_still_one() {
        TestRecipe recipe = new TestRecipe(it -> {
            throw new UsageException("no");
        });

        assertThatThrownBy(new RecipeRun(recipe, context(FakeJobRunner.succeeding(), true, Optional.empty()))::execute)
                .hasMessage("no");
    }

    @Test
    void outputs_come_in_the_order_of_their_declaration_with_what_was_set_last() throws Exception {
        List<Object> list = new ArrayList<>(List.of(1));
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            recipe.second.set(list);
            list.add(2);
            recipe.first.set(2L);
            recipe.first.set(3L);
            return 0;
        });
        run.execute();

        assertThat(run.outputs()).hasToString("{a=3, b=[1]}");
        assertThat(run.unsetOutputs()).isEmpty();
        assertThat(run.claimedStandardOutput()).isFalse();
    }

    @Test
    void outputs_that_are_not_set_or_set_to_nothing_are_known_unless_they_are_optional() throws Exception {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            recipe.second.set(List.of());
            recipe.second.set(null);
            recipe.third.set(null);
            return 0;
        });
        run.execute();

        assertThat(run.outputs()).isEmpty();
        assertThat(run.unsetOutputs()).containsExactly("a", "b");
    }

    @Test
    void an_output_that_a_thread_sets_after_the_end_is_refused() throws Exception {
        TestRecipe recipe = new TestRecipe(it -> 0);
        RecipeRun run = new RecipeRun(recipe, context(FakeJobRunner.succeeding(), false, Optional.empty()));
        run.execute();

        assertThatIllegalStateException()
                .isThrownBy(() -> recipe.first.set(1L))
                .withMessage("output a is set after run() of test_recipe returned;"
                        + " wait there for the threads that set it");
    }

    @Test
    void what_a_recipe_declares_while_it_runs_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(run(FakeJobRunner.succeeding(), recipe -> {
                    recipe.output("files", "12");
                    return 0;
                })::execute)
                .withMessage("output files is declared while the recipe runs; declare it as the value of a field");
        assertThatIllegalStateException()
                .isThrownBy(run(FakeJobRunner.succeeding(), recipe -> {
                    recipe.input("files", "12");
                    return 0;
                })::execute)
                .withMessageStartingWith("input files is declared while the recipe runs");
    }

    @Test
    void inputs_and_outputs_of_one_name_are_refused_with_class_and_name() {
        assertThatThrownBy(() -> new TestRecipe(recipe -> 0).output("a", "").text())
                .isInstanceOf(DeclarationException.class)
                .hasMessage(TestRecipe.class.getName() + " declares the output a twice; give one of them another name");
        assertThatThrownBy(() -> {
                    TestRecipe recipe = new TestRecipe(it -> 0);
                    recipe.input("a", "").flag();
                    recipe.input("a", "").text().required();
                })
                .isInstanceOf(DeclarationException.class)
                .hasMessage(
                        TestRecipe.class.getName() + " declares the input --a twice; give one of them another name");
        assertThatThrownBy(() -> new TestRecipe(recipe -> 0).output("a b", "").text())
                .hasMessageEndingWith("but %s declares 'a b'", TestRecipe.class.getName());
    }

    @Test
    void inputs_and_outputs_are_inherited() {
        class Heir extends TestRecipe {
            @SuppressWarnings("unused")
            private final Output<Double> own = output("own", "of its own").decimal();

            Heir() {
                super(recipe -> 0);
            }
        }
        assertThat(RecipeControl.of(new Heir()).outputs())
                .containsExactly(
                        new RecipeOutput("a", "the first", "whole number", false),
                        new RecipeOutput("b", "the second", "list", false),
                        new RecipeOutput("c", "", "table", true),
                        new RecipeOutput("own", "of its own", "number", false));
    }

    @Test
    void a_table_has_each_column_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResultTable(List.of("a", "b", "a"), List.of()))
                .withMessage("the columns of a table must have different names, but were [a, b, a]");
    }

    @Test
    void a_recipe_knows_its_run() throws Exception {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            assertThat(recipe.recipeName()).isEqualTo("test_recipe");
            assertThat(recipe.jobName()).isEqualTo("job");
            assertThat(recipe.startTime()).isEqualTo(Instant.EPOCH);
            assertThat(recipe.runtimeDirectory()).isEqualTo(directory);
            assertThat(recipe.jobDirectory()).isEqualTo(directory.resolve("job"));
            assertThat(recipe.workingDirectory()).isEmpty();
            assertThat(recipe.dryRun()).isFalse();
            assertThat(recipe.maxPerNode()).isEqualTo(4);
            assertThat(recipe.logger().getName()).isEqualTo("test_recipe");
            assertThat(recipe.args()).containsExactly("in.mapfile");
            recipe.standardOutput().print("data");
            recipe.standardOutput().flush();
            return 0;
        });
        run.execute();

        assertThat(run.claimedStandardOutput()).isTrue();
        assertThat(out.toString(UTF_8)).isEqualTo("data");
    }

    @Test
    void a_missing_argument_is_named() {
        RecipeRun run = run(
                FakeJobRunner.succeeding(), recipe -> recipe.arg(1, "COMMAND").length());

        assertThatThrownBy(run::execute)
                .isInstanceOf(UsageException.class)
                .hasMessage("argument 2, COMMAND, is missing; see: pipeline test_recipe --help");
    }

    @Test
    void an_argument_too_many_is_named() {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            recipe.noArgumentsAfter(0);
            return 0;
        });

        assertThatThrownBy(run::execute)
                .isInstanceOf(UsageException.class)
                .hasMessage("test_recipe does not know what to do with the argument in.mapfile;"
                        + " see: pipeline test_recipe --help");
    }

    @Test
    void a_recipe_runs_once() throws Exception {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> 0);
        run.execute();

        assertThatIllegalStateException()
                .isThrownBy(run::execute)
                .withMessage("a recipe object runs once; make a new one");
    }

    @Test
    void what_belongs_to_a_run_is_refused_before_it() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new TestRecipe(recipe -> 0).first.set(1L))
                .withMessage("output a is for run(), but the recipe does not run yet");
    }

    @Test
    void an_output_map_has_the_length_and_order_of_the_input_map_with_failures_marked() throws Exception {
        DataMap map = DataMap.of(List.of(
                MapEntry.of("n1", "a"), MapEntry.of("n2", "b", true), MapEntry.of("n3", "c"), MapEntry.of("n4", "d")));
        Path written = directory.resolve("out.mapfile");
        Mapfile.write(directory.resolve("in.mapfile"), map, MapfileForm.JSON);
        FakeJobRunner runner = new FakeJobRunner(
                job -> job.host().equals("n3") ? FakeJobRunner.failure(job, "no") : FakeJobRunner.success(job));
        run(runner, recipe -> {
                    DataMap read = recipe.mapfile(directory.resolve("in.mapfile"));
                    List<Outcome> outcomes = recipe.scheduleJobs(read.active().stream()
                            .map(entry -> ComputeJob.command(entry.host(), "true"))
                            .toList());
                    recipe.writeMap(written, read, outcomes);
                    return 0;
                })
                .execute();

        DataMap result = Mapfile.read(written);
        assertThat(Mapfile.form(written)).isEqualTo(MapfileForm.JSON);
        assertThat(result.entries()).extracting(MapEntry::file).containsExactly("a", "b", "c", "d");
        assertThat(result.entries()).extracting(MapEntry::skip).containsExactly(false, true, true, false);
    }

    @Test
    void an_output_map_of_a_form_without_skip_marks_is_written_as_dicts() throws Exception {
        Path in = directory.resolve("in.mapfile");
        Path written = directory.resolve("out.mapfile");
        Files.writeString(in, "n1 = [ a, b ]\n");
        run(FakeJobRunner.succeeding(), recipe -> {
                    recipe.writeMap(written, recipe.mapfile(in));
                    return 0;
                })
                .execute();

        assertThat(Mapfile.form(written)).isEqualTo(MapfileForm.DICTS);
    }

    @Test
    void a_number_of_outcomes_that_does_not_fit_the_map_is_refused() {
        DataMap map = DataMap.of(List.of(MapEntry.of("n1", "a"), MapEntry.of("n1", "b")));
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            recipe.writeMap(directory.resolve("out"), map, List.of(FakeJobRunner.success(FIRST)));
            return 0;
        });

        assertThatIllegalArgumentException()
                .isThrownBy(run::execute)
                .withMessage("there must be one outcome for each of the 2 active entries, but were 1");
    }

    @Test
    void an_output_file_that_cannot_be_written_is_refused_early() {
        RecipeRun run = run(FakeJobRunner.succeeding(), recipe -> {
            Path gone = directory.resolve("gone/out");
            assertThatThrownBy(() -> recipe.outputFile(gone))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("cannot write %s: there is no directory %s; make it first", gone, gone.getParent());
            assertThatThrownBy(() -> recipe.outputFile(directory))
                    .hasMessage("cannot write %1$s: %1$s is a directory; name a file", directory);
            return recipe.outputFile(directory.resolve("out")).getNameCount();
        });

        assertThat(run).satisfies(it -> assertThat(it.execute()).isPositive());
    }

    private RecipeRun run(JobRunner runner, Body body) {
        return new RecipeRun(new TestRecipe(body), context(runner, false, Optional.empty()));
    }

    private RecipeContext context(JobRunner runner, boolean dryRun, Optional<String> working) {
        return new RecipeContext(
                new RecipeContext.Naming("job", Instant.EPOCH),
                new RecipeContext.RecipeDirectories(directory, directory.resolve("job"), working),
                List.of("in.mapfile"),
                new RecipeContext.Scheduling(
                        runner, 4, dryRun ? Optional.of((step, jobs, provenance) -> jobs) : Optional.empty()),
                new PrintStream(out, true, UTF_8));
    }
}
