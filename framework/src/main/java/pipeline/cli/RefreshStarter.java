package pipeline.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.Surroundings;
import pipeline.job.ComputeJob;
import pipeline.log.server.MasterLogging;

/** Brings the job table up to date with a recipe's source, without running anything. */
final class RefreshStarter implements PipelineCommand.Start<RefreshOptions> {

    private final Surroundings surroundings;
    private final Engine.Factory engines;

    RefreshStarter(Surroundings surroundings, Engine.Factory engines) {
        this.surroundings = surroundings;
        this.engines = engines;
    }

    @Override
    @SuppressWarnings("try") // the log is open for what the recipe says
    public int start(RecipeCommand command, RefreshOptions options, List<String> afterDashes, List<String> typed) {
        Refresher.Wish wish = options.wish();
        RunRequest request = RunRequest.of(command, options.asRunOptions(), afterDashes, typed);
        try {
            RunPlan plan = new PlanReader(request, surroundings, engines)
                    .read(surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS));
            try (MasterLogging logging = MasterLogging.start(
                    plan.logging(), request.common().level(), request.recipeName(), surroundings.err())) {
                refresh(request, plan, wish);
            }
            return (surroundings.isOutWritten() ? ExitCode.DONE : ExitCode.FAILED).code();
        } catch (Exception e) {
            return new EarlyEnd(surroundings, request).print(e).code();
        }
    }

    private void refresh(RunRequest request, RunPlan plan, Refresher.Wish wish) throws Exception {
        RecipeSource.Answer source = new RecipeSource(request, plan, surroundings).read();
        Optional<List<ComputeJob>> jobs = source.jobs();
        try (TableStanding standing =
                TableStanding.take(TableUse.ofWork(request, plan.jobs(), surroundings.directory()))) {
            Refresher refresher = standing.refresher();
            if (jobs.isEmpty()) {
                surroundings
                        .err()
                        .print(
                                "recipe %s has no source: which jobs it has is known only when it runs, so only orphans are freed\n"
                                        .formatted(request.recipeName()));
            }
            Refresher.Refreshed refreshed = jobs.isPresent()
                    ? refresher.refresh(source.run(), jobs.get(), wish)
                    : new Refresher.Refreshed(0, 0, 0, refresher.freeOrphans());
            surroundings.out().print(refreshed.line() + "\n");
        }
    }
}
