package pipeline.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import pipeline.dispatch.JobRunner;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import tools.jackson.databind.JsonNode;

/** Runs a recipe whose jobs get the outcomes that the test decides. */
final class FakeRecipeRun {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<ComputeJob> jobs = new ArrayList<>();
    private final Path jobDirectory;
    private final Function<ComputeJob, Outcome> decide;

    FakeRecipeRun(Path jobDirectory, Function<ComputeJob, Outcome> decide) {
        this.jobDirectory = jobDirectory;
        this.decide = decide;
    }

    static Outcome success(ComputeJob job, JsonNode result) {
        return Outcome.succeeded(job, attempt(), result);
    }

    static Outcome success(ComputeJob job) {
        return Outcome.succeeded(job, attempt(), null);
    }

    static Outcome failure(ComputeJob job) {
        return Outcome.failed(job, attempt(), new Failure(FailureKind.PROGRAM, 1, "exit 1"));
    }

    RecipeRun run(Recipe recipe, Map<String, List<String>> inputs, String... args) {
        RecipeControl.of(recipe).accept(inputs);
        return new RecipeRun(
                recipe,
                new RecipeContext(
                        new RecipeContext.Naming("job", Instant.EPOCH),
                        new RecipeContext.RecipeDirectories(jobDirectory, jobDirectory, Optional.empty()),
                        List.of(args),
                        new RecipeContext.Scheduling(runner(), 1, Optional.empty()),
                        new PrintStream(out, true, UTF_8)));
    }

    List<ComputeJob> jobs() {
        return jobs;
    }

    String out() {
        return out.toString(UTF_8);
    }

    private JobRunner runner() {
        return (step, call, maxPerNode, listener, provenance) -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (ComputeJob job : call) {
                jobs.add(job);
                listener.stdout(job, job.command().describe().getBytes(UTF_8), true);
                Outcome outcome = decide.apply(job);
                listener.ended(outcome);
                outcomes.add(outcome);
            }
            return Outcomes.of(outcomes, Outcomes.Stop.ALL_DONE);
        };
    }

    private static Attempt attempt() {
        return new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null);
    }
}
