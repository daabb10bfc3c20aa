package pipeline.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.mapfile.DataMap;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.store.StepName;
import pipeline.testing.FakeJobRunner;

/** The names of a recipe's calls, and its source. */
class RecipeStepsTest {

    private static final List<ComputeJob> JOBS = List.of(ComputeJob.command("n1", "true"));

    private final FakeJobRunner runner = FakeJobRunner.succeeding();

    /** Has its source run in a loop, or does in its source what it must not. */
    private static final class SourceRecipe extends Recipe {
        private final Output<Long> sum = output("sum", "of it all").integer();
        private final String misdeed;

        SourceRecipe(String misdeed) {
            this.misdeed = misdeed;
        }

        @Override
        protected Optional<List<ComputeJob>> source() throws Exception {
            switch (misdeed) {
                case "scheduleJobs" -> scheduleJobs(JOBS);
                case "writeMap" -> writeMap(Path.of("/none/out.mapfile"), DataMap.of(List.of()));
                case "output sum" -> sum.set(1L);
                case "standardOutput" -> standardOutput().print("product");
                default -> {
                    // does as it should
                }
            }
            return Optional.of(List.of(ComputeJob.command(arg(0, "HOST"), "true")));
        }

        @Override
        protected boolean hasResult(ComputeJob job) {
            return job.host().equals(jobName());
        }

        @Override
        protected int run() throws Exception {
            Outcomes outcomes = scheduleJobs(source().orElseThrow());
            for (int round = 0; round < 3; round++) {
                scheduleJobs("train", JOBS);
            }
            scheduleJobs(List.of());
            scheduleJobs("test", JOBS, 7, JobListener.NONE);
            scheduleJobs(JOBS, 2);
            return outcomes.successCount() == 1 && outcomes.remaining() == 0 ? 0 : 1;
        }
    }

    private static final class OneStep extends Recipe {
        private final String step;

        OneStep(String step) {
            this.step = step;
        }

        @Override
        protected int run() throws Exception {
            return scheduleJobs(step, JOBS).size();
        }
    }

    @Test
    void calls_are_counted_and_a_name_that_is_used_again_has_its_round() throws Exception {
        assertThat(run(new SourceRecipe("")).execute()).isZero();
        assertThat(runner.steps()).containsExactly(StepName.FIRST, "train", "train#2", "train#3", "test", "3");
        assertThat(runner.limits()).containsExactly(4, 4, 4, 4, 7, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "20", "a#2", "a\nb"})
    void a_name_that_calls_get_by_themselves_or_that_nobody_can_type_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(run(new OneStep(name))::execute)
                .withMessageStartingWith("a step's name must have 1 to 200 characters");
    }

    @Test
    void the_source_is_given_without_running_the_recipe() throws Exception {
        RecipeRun run = run(new SourceRecipe(""));
        assertThat(run.source().orElseThrow()).extracting(ComputeJob::host).containsExactly("n1");
        assertThat(run.hasResult(ComputeJob.command("job", "true"))).isTrue();
        assertThat(run.hasResult(ComputeJob.command("n1", "true"))).isFalse();
        assertThat(runner.jobs()).isEmpty();
    }

    @Test
    void a_recipe_has_no_source_and_keeps_its_results_unless_it_says_so() throws Exception {
        RecipeRun run = run(new OneStep("x"));
        assertThat(run.source()).isEmpty();
        assertThat(run.hasResult(JOBS.get(0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduleJobs", "writeMap", "output sum", "standardOutput"})
    void a_source_that_does_more_than_give_its_jobs_is_refused(String misdeed) {
        assertThatIllegalStateException()
                .isThrownBy(run(new SourceRecipe(misdeed))::source)
                .withMessage(misdeed + " is for run(); source() of source_recipe must only give its jobs");
    }

    @Test
    void a_recipe_object_that_gave_its_source_does_not_run() throws Exception {
        RecipeRun run = run(new SourceRecipe(""));
        run.source();
        assertThatIllegalStateException().isThrownBy(run::execute);
    }

    private RecipeRun run(Recipe recipe) {
        Path directory = Path.of("/none");
        return new RecipeRun(
                recipe,
                new RecipeContext(
                        new RecipeContext.Naming("job", Instant.EPOCH),
                        new RecipeContext.RecipeDirectories(directory, directory, Optional.empty()),
                        List.of("n1"),
                        new RecipeContext.Scheduling(runner, 4, Optional.empty()),
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
    }
}
