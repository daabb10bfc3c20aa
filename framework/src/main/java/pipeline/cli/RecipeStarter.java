package pipeline.cli;

import java.util.List;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.Surroundings;
import pipeline.log.LogLevel;
import pipeline.log.server.MasterLogging;

/** Runs a recipe from the checked request to the last line on the console. */
final class RecipeStarter implements PipelineCommand.Start<RunOptions> {

    private final Surroundings surroundings;
    private final Engine.Factory engines;

    RecipeStarter(Surroundings surroundings, Engine.Factory engines) {
        this.surroundings = surroundings;
        this.engines = engines;
    }

    @Override
    public int start(RecipeCommand command, RunOptions options, List<String> afterDashes, List<String> typed) {
        RunRequest request = RunRequest.of(command, options, afterDashes, typed);
        RecipeThread thread = new RecipeThread(request.recipe().getClass());
        try (Interruption interruption = Interruption.arm(surroundings.err(), surroundings.tty(), thread)) {
            int code = run(request, interruption, thread).code();
            return interruption.status().orElse(code);
        }
    }

    private ExitCode run(RunRequest request, Interruption interruption, RecipeThread thread) {
        try {
            PlanReader reader = new PlanReader(request, surroundings, engines);
            RunPlan plan = RunDirectories.claim(
                    request, reader::read, surroundings.clock().instant());
            Ending ending = logged(request, plan, interruption, thread);
            return new Epilogue(surroundings, request, plan).print(ending);
        } catch (Exception e) {
            return new EarlyEnd(surroundings, request).print(e);
        }
    }

    private Ending logged(RunRequest request, RunPlan plan, Interruption interruption, RecipeThread thread)
            throws Exception {
        LogLevel level = request.common().level();
        FatalErrors errors = FatalErrors.arm(surroundings.err(), request, plan, interruption);
        try (MasterLogging logging =
                MasterLogging.start(plan.logging(), level, request.recipeName(), surroundings.err())) {
            return new LoggedRun(request, plan, interruption, thread, surroundings).execute(logging.sink());
        } finally {
            errors.close();
        }
    }
}
