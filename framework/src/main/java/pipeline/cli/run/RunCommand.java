package pipeline.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.LaunchCommand;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.console.LiveScreen;
import pipeline.cli.engine.Engine;
import pipeline.cli.options.RunOptions;
import pipeline.cli.plan.RunDirectories;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunPlanReader;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.progress.ProgressPaint;
import pipeline.cli.progress.RunWatcher;
import pipeline.cli.recipe.RecipeCommand;
import pipeline.cli.recipe.RecipeWords;
import pipeline.cli.signals.RecipeThread;
import pipeline.cli.signals.SignalHandler;
import pipeline.cli.summary.ResultsFile;
import pipeline.cli.summary.RunHead;
import pipeline.cli.summary.RunResult;
import pipeline.cli.summary.RunStatus;
import pipeline.cli.summary.RunSummary;
import pipeline.cli.summary.RunTally;
import pipeline.cli.summary.SummaryKeeper;
import pipeline.log.LogLevel;
import pipeline.log.server.MasterLogging;
import pipeline.recipe.run.RecipeRun;
import pipeline.text.ShellQuoting;
import pipeline.time.Scheduler;

/** Runs a recipe from the checked request to the last line on the console. */
public final class RunCommand implements RecipeWords.Start<RunOptions> {

    private final CliEnvironment environment;
    private final Engine.Factory engines;

    public RunCommand(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    @Override
    public int start(RecipeCommand command, RunOptions options, List<String> afterDashes, List<String> typed) {
        RunRequest request = RunRequest.of(command, options, environment, afterDashes, typed);
        if (options.detached) {
            return new DetachedStart(environment, engines).start(request);
        }
        Optional<ResultsFile> results = ResultsFile.of(request, environment);
        results.ifPresent(ResultsFile::clear);
        RecipeThread thread = new RecipeThread(request.recipe().getClass());
        Optional<Path> left = Optional.empty();
        int code;
        try (SignalHandler signals = SignalHandler.arm(environment.err(), environment.tty(), thread)) {
            ExitDetector exits = ExitDetector.arm(environment.err(), request, thread, signals);
            try {
                CommandEnd ending = run(request, signals, thread);
                int ended = signals.status().orElse(ending.code().code());
                code = results.map(file -> write(file, ended, ending)).orElse(ended);
                left = ending.directory().filter(directory -> signals.isHandedOver());
            } finally {
                exits.close();
            }
        }
        // its signals and its job name are free now
        return left.isPresent() ? new DetachedStart(environment, engines).goOn(request, left.get(), code) : code;
    }

    @Override
    public List<String> problems(RecipeCommand command, RunOptions options) {
        try {
            return RunRequest.problems(command, options, environment);
        } catch (UserErrorException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * How it ended.
     *
     * @param run null if it did not come so far
     * @param message what ended it before its end; empty if nothing did
     * @param directory where it kept what jobs printed; empty if it did not come so far
     */
    private record CommandEnd(ExitCode code, @Nullable RecipeRun run, String message, Optional<Path> directory) {}

    /** Writes the results and returns the exit status, which is that of a failure if they could not be written. */
    private int write(ResultsFile file, int code, CommandEnd ending) {
        try {
            file.write(code, ending.run(), ending.message());
            return code;
        } catch (IOException e) {
            environment
                    .err()
                    .print("pipeline: the results cannot be written to %s: %s\n"
                            .formatted(file.file(), IoErrorText.of(e)));
            return code == ExitCode.DONE.code() ? ExitCode.FAILED.code() : code;
        }
    }

    private CommandEnd run(RunRequest request, SignalHandler signals, RecipeThread thread) {
        try {
            RunPlanReader reader = new RunPlanReader(request, environment, engines);
            RunPlan plan = RunDirectories.claim(
                    request, reader::read, environment.clock().instant());
            return run(request, plan, signals, thread);
        } catch (Exception e) {
            ExitCode code = new StartupFailure(environment, request).print(e);
            return new CommandEnd(code, null, RunStatus.of(e).message(), Optional.empty());
        }
    }

    private CommandEnd run(RunRequest request, RunPlan plan, SignalHandler signals, RecipeThread thread)
            throws Exception {
        SummaryKeeper summary = summary(request, plan, signals);
        try (RunEvents events = new RunEvents(request, plan, environment)) {
            RunResult result = logged(request, plan, signals, thread, summary, events);
            ExitCode code = new RunSummary(environment, request, plan, summary).print(result, signals);
            String message = result.status().message();
            if (signals.isHandedOver()) {
                events.handedOver(signals.status().orElse(code.code()));
            } else {
                events.ended(signals.status().orElse(code.code()), message);
            }
            return new CommandEnd(code, result.run(), message, Optional.of(plan.runDirectory()));
        }
    }

    private SummaryKeeper summary(RunRequest request, RunPlan plan, SignalHandler signals) {
        RunHead head = new RunHead(
                request.recipeName(),
                request.jobName(),
                LaunchCommand.ofThisProcess() + " " + ShellQuoting.quoted(request.typed()),
                plan.runDirectory(),
                plan.logging().logFile(),
                environment.clock().instant().truncatedTo(ChronoUnit.SECONDS));
        SummaryKeeper summary =
                new SummaryKeeper(head, new RunTally(Scheduler.system()), environment.err(), environment.clock());
        if (!request.options().isDry()) {
            summary.begin();
            signals.endsWith(summary::keepUnfinished);
        }
        return summary;
    }

    private RunResult logged(
            RunRequest request,
            RunPlan plan,
            SignalHandler signals,
            RecipeThread thread,
            SummaryKeeper summary,
            RunEvents events)
            throws Exception {
        LogLevel level = request.common().level();
        FatalErrorHandler errors = FatalErrorHandler.arm(environment.err(), request, plan, signals);
        Optional<LiveScreen> screen = environment.tty().screen();
        boolean isColored = request.common().colorMode().isColored(screen.isPresent(), environment.variables());
        if (isColored) {
            screen.ifPresent(live -> live.paint(ProgressPaint::painted));
        }
        OutputStream console = isColored && screen.isPresent() ? screen.get().painted() : environment.err();
        try (MasterLogging logging =
                MasterLogging.start(plan.logging(), level, request.recipeName(), console, isColored)) {
            events.logIs(true);
            RunWatcher watcher = RunWatcher.all(List.of(summary.tally(), events.watcher()));
            RecipeExecution execution = new RecipeExecution(request, plan, signals, thread, environment, watcher);
            summary.watch(execution::unsuccessful);
            logging.withoutOutput(execution::claimedStandardOutput);
            return execution.execute(logging.sink());
        } finally {
            events.logIs(false);
            errors.close();
        }
    }
}
