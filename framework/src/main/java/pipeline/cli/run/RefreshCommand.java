package pipeline.cli.run;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.JobTableOptions;
import pipeline.cli.engine.JobTableSession;
import pipeline.cli.engine.Refresher;
import pipeline.cli.options.RefreshOptions;
import pipeline.cli.plan.JobTableUse;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunPlanReader;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.recipe.RecipeCommand;
import pipeline.cli.recipe.RecipeWords;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.job.ComputeJob;
import pipeline.log.server.MasterLogging;
import pipeline.log.server.RecordSink;

/** Brings the job table up to date with a recipe's source, without running anything. */
public final class RefreshCommand implements RecipeWords.Start<RefreshOptions> {

    private final CliEnvironment environment;
    private final Engine.Factory engines;

    public RefreshCommand(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    @Override
    @SuppressWarnings("try") // the log is open for what the recipe says
    public int start(RecipeCommand command, RefreshOptions options, List<String> afterDashes, List<String> typed) {
        Refresher.RefreshChoices choices = options.choices(environment);
        RunRequest request = RunRequest.of(command, options.asRunOptions(), environment, afterDashes, typed);
        try {
            RunPlan plan = new RunPlanReader(request, environment, engines)
                    .read(environment.clock().instant().truncatedTo(ChronoUnit.SECONDS));
            try (MasterLogging logging = MasterLogging.start(
                    plan.logging(), request.common().level(), request.recipeName(), environment.err())) {
                refresh(request, plan, choices, logging.sink());
            }
            return environment.outStatus().code();
        } catch (Exception e) {
            return new StartupFailure(environment, request).print(e).code();
        }
    }

    private void refresh(RunRequest request, RunPlan plan, Refresher.RefreshChoices choices, RecordSink sink)
            throws Exception {
        RecipeSource.Answer source = new RecipeSource(request, plan, environment).read();
        JobTableOptions table = JobTableUse.ofWork(request, plan, environment.directory());
        if (!choices.rePend()) {
            try (JobTableSession session = JobTableSession.take(table)) {
                refresh(request, source, choices, session.refresher(Refresher.OutputLook.NONE));
            }
            return;
        }
        // whether declared outputs are still there is for their hosts to say
        RunIdentity identity = new RunIdentity(request.recipeName(), request.jobName(), plan.runDirectory());
        try (Engine engine = plan.engine()
                .open(new Engine.Setting(identity, sink, Optional.empty(), table, List.of(), Optional.empty()))) {
            refresh(request, source, choices, engine.refresher());
        }
    }

    private void refresh(
            RunRequest request, RecipeSource.Answer source, Refresher.RefreshChoices choices, Refresher refresher)
            throws InterruptedException {
        Optional<List<ComputeJob>> jobs = source.jobs();
        if (jobs.isEmpty()) {
            environment
                    .err()
                    .print(
                            "recipe %s has no source: which jobs it has is known only when it runs, so only orphans are freed\n"
                                    .formatted(request.recipeName()));
        }
        Refresher.Refreshed refreshed = jobs.isPresent()
                ? refresher.refresh(source.run(), jobs.get(), choices)
                : new Refresher.Refreshed(0, 0, 0, refresher.freeOrphans());
        environment.out().print(refreshed.line() + "\n");
    }
}
