package pipeline.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.run.RecipeRun;
import pipeline.text.VisibleText;

/** What is shown after the last log line: the results, then what went wrong and what to type next. */
final class RunSummary {

    private final CliEnvironment environment;
    private final RunRequest request;
    private final Optional<Path> logFile;
    private final boolean keepsErrors;

    RunSummary(CliEnvironment environment, RunRequest request, RunPlan plan) {
        this.environment = environment;
        this.request = request;
        this.logFile = plan.logging().logFile();
        this.keepsErrors = plan.jobs().rules().keepErrors();
    }

    /** Prints it and gives the exit code: that of the ending if all could be written. */
    ExitCode print(RunResult result) {
        RunStatus status = result.status();
        Throwable thrown = result.thrown();
        if (thrown != null && !status.isMistake() && !request.common().debug) {
            keepTrace(thrown);
        }
        RecipeRun run = result.run();
        if (run != null) {
            results(run, thrown);
            failures(run, status, thrown);
        }
        boolean allPrinted = environment.isOutWritten();
        return allPrinted || status.exitCode() != ExitCode.DONE ? status.exitCode() : ExitCode.FAILED;
    }

    private void results(RecipeRun run, @Nullable Throwable thrown) {
        if (thrown != null) {
            return;
        }
        if (request.options().dryRun) {
            environment.err().print(DryRunSummary.of(run));
        }
        if (!run.wasCutShort()) {
            PrintStream stream = run.claimedStandardOutput() ? environment.err() : environment.out();
            stream.print(ResultsText.of(run.outputs()));
            stream.flush();
        }
    }

    private void failures(RecipeRun run, RunStatus status, @Nullable Throwable thrown) {
        List<Outcome> unsuccessful = run.unsuccessful();
        PrintStream err = environment.err();
        err.print(FailureSummary.of(unsuccessful));
        boolean isTableLost = status.exitCode() == ExitCode.FAILED
                && (run.stops().contains(Outcomes.Stop.TABLE_LOST)
                        || (thrown != null && RunStatus.isTableLost(thrown)));
        long failed = unsuccessful.stream()
                .filter(outcome -> outcome.state() == Outcome.State.FAILED)
                .count();
        if (status.exitCode() == ExitCode.STOPPED && failed > 0) {
            err.print("a rule stopped the run, which is exit code %d; that %s failed is so all the same\n"
                    .formatted(status.exitCode().code(), FailureSummary.jobs(failed)));
        }
        boolean failedByItself = thrown == null
                && !isTableLost
                && unsuccessful.stream().allMatch(Outcome::isLeftOut)
                && status.exitCode() == ExitCode.FAILED;
        if (failedByItself) {
            err.print("recipe %s says that it failed\n".formatted(request.recipeName()));
        } else if (isTableLost) {
            err.print("the job table does not have how all jobs ended; the next start asks their hosts\n");
        }
        boolean isLeft = unsuccessful.stream().anyMatch(outcome -> !outcome.isLeftOut());
        if (failedByItself || isTableLost || status.equals(RunStatus.INTERRUPTED) || isLeft) {
            logFile.ifPresent(file -> err.print("log: %s\n".formatted(file)));
            ResumeCommands.commands(request, unsuccessful, keepsErrors)
                    .forEach(command -> err.print("again: %s\n".formatted(command)));
        }
    }

    private void keepTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        String lines = VisibleText.lines(trace.toString(), "");
        try {
            if (logFile.isPresent()) {
                Files.writeString(logFile.get(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return;
            }
        } catch (IOException e) {
            environment
                    .err()
                    .print("pipeline: the log file %s cannot be written (%s)\n"
                            .formatted(logFile.get(), IoErrorText.of(e)));
        }
        environment.err().print(lines);
    }
}
