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
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.Printable;
import pipeline.cli.ground.Reason;
import pipeline.cli.ground.Surroundings;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.RecipeRun;

/** What is shown after the last log line: the results, then what went wrong and what to type next. */
final class Epilogue {

    private final Surroundings surroundings;
    private final RunRequest request;
    private final Optional<Path> logFile;
    private final boolean keepsErrors;

    Epilogue(Surroundings surroundings, RunRequest request, RunPlan plan) {
        this.surroundings = surroundings;
        this.request = request;
        this.logFile = plan.logging().logFile();
        this.keepsErrors = plan.jobs().rules().keepErrors();
    }

    /** Prints it and gives the exit code: that of the ending if all could be written. */
    ExitCode print(Ending ending) {
        Verdict verdict = ending.verdict();
        Throwable thrown = ending.thrown();
        if (thrown != null && !verdict.isMistake() && !request.common().debug) {
            keepTrace(thrown);
        }
        RecipeRun run = ending.run();
        if (run != null) {
            results(run, thrown);
            failures(run, verdict, thrown);
        }
        boolean allPrinted = surroundings.isOutWritten();
        return allPrinted || verdict.exitCode() != ExitCode.DONE ? verdict.exitCode() : ExitCode.FAILED;
    }

    private void results(RecipeRun run, @Nullable Throwable thrown) {
        if (thrown != null) {
            return;
        }
        if (request.options().dryRun) {
            surroundings.err().print(dryRunLine(run));
        }
        if (!run.wasCutShort()) {
            PrintStream stream = run.claimedStandardOutput() ? surroundings.err() : surroundings.out();
            stream.print(ResultsText.of(run.outputs()));
            stream.flush();
        }
    }

    private static String dryRunLine(RecipeRun run) {
        if (!run.wasCutShort()) {
            return "dry run: no jobs would run\n";
        }
        String all = FailureSummary.jobs(run.scheduledJobs());
        boolean isAll = run.printedJobs() == run.scheduledJobs();
        return "dry run: %s would run; what follows depends on their outcomes\n"
                .formatted(isAll ? all : run.printedJobs() + " of " + all);
    }

    private void failures(RecipeRun run, Verdict verdict, @Nullable Throwable thrown) {
        List<Outcome> unsuccessful = run.unsuccessful();
        PrintStream err = surroundings.err();
        err.print(FailureSummary.of(unsuccessful));
        boolean isTableLost = verdict.exitCode() == ExitCode.FAILED
                && (run.stops().contains(Outcomes.Stop.TABLE_LOST) || (thrown != null && Verdict.isTableLost(thrown)));
        long failed = unsuccessful.stream()
                .filter(outcome -> outcome.state() == Outcome.State.FAILED)
                .count();
        if (verdict.exitCode() == ExitCode.STOPPED && failed > 0) {
            err.print("a rule stopped the run, which is exit code %d; that %s failed is so all the same\n"
                    .formatted(verdict.exitCode().code(), FailureSummary.jobs(failed)));
        }
        boolean failedByItself = thrown == null
                && !isTableLost
                && unsuccessful.stream().allMatch(outcome -> outcome.state() == Outcome.State.IGNORED)
                && verdict.exitCode() == ExitCode.FAILED;
        if (failedByItself) {
            err.print("recipe %s says that it failed\n".formatted(request.recipeName()));
        } else if (isTableLost) {
            err.print("the job table does not have how all jobs ended; the next start asks their hosts\n");
        }
        boolean isLeft = unsuccessful.stream().anyMatch(outcome -> outcome.state() != Outcome.State.IGNORED);
        if (failedByItself || isTableLost || verdict.equals(Verdict.INTERRUPTED) || isLeft) {
            logFile.ifPresent(file -> err.print("log: %s\n".formatted(file)));
            Resumption.commands(request, unsuccessful, keepsErrors)
                    .forEach(command -> err.print("again: %s\n".formatted(command)));
        }
    }

    private void keepTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        String lines = Printable.lines(trace.toString(), "");
        try {
            if (logFile.isPresent()) {
                Files.writeString(logFile.get(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return;
            }
        } catch (IOException e) {
            surroundings
                    .err()
                    .print("pipeline: the log file %s cannot be written (%s)\n".formatted(logFile.get(), Reason.of(e)));
        }
        surroundings.err().print(lines);
    }
}
