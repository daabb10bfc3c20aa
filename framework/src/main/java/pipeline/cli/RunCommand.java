package pipeline.cli;

import java.util.List;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.log.LogLevel;
import pipeline.log.server.MasterLogging;

/** Runs a recipe from the checked request to the last line on the console. */
final class RunCommand implements PipelineCommand.Start<RunOptions> {

    private final CliEnvironment environment;
    private final Engine.Factory engines;

    RunCommand(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    @Override
    public int start(RecipeCommand command, RunOptions options, List<String> afterDashes, List<String> typed) {
        RunRequest request = RunRequest.of(command, options, afterDashes, typed);
        RecipeThread thread = new RecipeThread(request.recipe().getClass());
        try (SignalHandler signals = SignalHandler.arm(environment.err(), environment.tty(), thread)) {
            int code = run(request, signals, thread).code();
            return signals.status().orElse(code);
        }
    }

    private ExitCode run(RunRequest request, SignalHandler signals, RecipeThread thread) {
        try {
            RunPlanReader reader = new RunPlanReader(request, environment, engines);
            RunPlan plan = RunDirectories.claim(
                    request, reader::read, environment.clock().instant());
            RunResult result = logged(request, plan, signals, thread);
            return new RunSummary(environment, request, plan).print(result);
        } catch (Exception e) {
            return new StartupFailure(environment, request).print(e);
        }
    }

    private RunResult logged(RunRequest request, RunPlan plan, SignalHandler signals, RecipeThread thread)
            throws Exception {
        LogLevel level = request.common().level();
        FatalErrorHandler errors = FatalErrorHandler.arm(environment.err(), request, plan, signals);
        try (MasterLogging logging =
                MasterLogging.start(plan.logging(), level, request.recipeName(), environment.err())) {
            return new RecipeExecution(request, plan, signals, thread, environment).execute(logging.sink());
        } finally {
            errors.close();
        }
    }
}
