package pipeline.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.apache.logging.log4j.Level;
import pipeline.log.LogLevel;
import pipeline.log.server.MasterLogging;

/** Runs a recipe from the checked request to the last line on the console. */
final class RecipeStarter implements PipelineCommand.Starter {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Surroundings surroundings;
    private final Engine.Factory engines;

    RecipeStarter(Surroundings surroundings, Engine.Factory engines) {
        this.surroundings = surroundings;
        this.engines = engines;
    }

    @Override
    public int start(RunRequest request) {
        try (Interruption interruption = Interruption.arm(surroundings.err(), PATIENCE)) {
            PlanReader reader = new PlanReader(request, surroundings, engines);
            RunPlan plan = RunDirectories.claim(
                    request, reader::read, surroundings.clock().instant());
            Ending ending = logged(request, plan, interruption);
            return new Epilogue(surroundings, request, plan).print(ending).code();
        } catch (Exception e) {
            return beforeTheLog(Verdict.of(e), e, request.options().debug).code();
        }
    }

    private Ending logged(RunRequest request, RunPlan plan, Interruption interruption) throws Exception {
        LogLevel level = LogLevel.of(level(request.options()));
        try (MasterLogging logging =
                MasterLogging.start(plan.logging(), level, request.recipeName(), surroundings.err())) {
            return new LoggedRun(request, plan, interruption, surroundings.out()).execute(logging.sink());
        }
    }

    private static Level level(CommonOptions options) {
        return options.debug ? Level.DEBUG : options.verbose ? Level.INFO : Level.WARN;
    }

    private ExitCode beforeTheLog(Verdict verdict, Exception e, boolean debug) {
        PrintStream err = surroundings.err();
        err.print("pipeline: " + verdict.message() + "\n");
        if (debug || !verdict.isMistake()) {
            e.printStackTrace(err);
        }
        return verdict.exitCode();
    }
}
