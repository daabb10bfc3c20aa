package pipeline.cli.run;

import java.util.List;
import java.util.Optional;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.job.ComputeJob;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeContext.Naming;
import pipeline.recipe.spi.RecipeContext.Scheduling;

/** Asks a recipe which jobs it has, without running it. */
final class RecipeSource {

    /**
     * What it says.
     *
     * @param run knows which results are still there
     * @param jobs empty if the recipe cannot say it before it runs
     */
    record Answer(RecipeRun run, Optional<List<ComputeJob>> jobs) {}

    private final RunRequest request;
    private final RunPlan plan;
    private final CliEnvironment environment;

    RecipeSource(RunRequest request, RunPlan plan, CliEnvironment environment) {
        this.request = request;
        this.plan = plan;
        this.environment = environment;
    }

    /** Asks an object of the recipe that is used for nothing else. */
    Answer read() throws Exception {
        RecipeContext context = new RecipeContext(
                new Naming(request.jobName(), plan.startTime()),
                plan.directories(),
                request.args(),
                new Scheduling(
                        (step, jobs, maxPerNode, listener, provenance) -> {
                            throw new IllegalStateException("a source sends no jobs");
                        },
                        plan.maxPerNode(),
                        Optional.empty()),
                environment.out(),
                plan.values());
        RecipeRun run =
                new RecipeRun(request.command().twin(), context, plan.maps(), new StepRecipes(request, environment));
        return new Answer(run, run.source());
    }
}
