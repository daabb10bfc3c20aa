package pipeline.cli.summary;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.output.ResultsJson;
import pipeline.cli.output.ResultsText;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.signals.SignalHandler;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.run.RecipeRun;
import pipeline.text.Plural;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is shown after the last log line, and kept: the results, then what went wrong and what to type next. */
public final class RunSummary {

    /** Kept of a run that another process goes on with. */
    public static final String HANDED_OVER = "the run goes on in the background";

    private static final int MOST_ROWS = 20;

    private final CliEnvironment environment;
    private final RunRequest request;
    private final RunPlan plan;
    private final Optional<Path> logFile;
    private final SummaryKeeper keeper;

    public RunSummary(CliEnvironment environment, RunRequest request, RunPlan plan, SummaryKeeper keeper) {
        this.environment = environment;
        this.request = request;
        this.plan = plan;
        this.logFile = plan.logging().logFile();
        this.keeper = keeper;
    }

    /**
     * Keeps it, prints it and gives the exit code: that of the ending if all could be written. Of a run that goes on elsewhere nothing
     * is printed: its results are still to come.
     */
    public ExitCode print(RunResult result, SignalHandler signals) {
        RunStatus status = result.status();
        Throwable thrown = result.thrown();
        if (thrown != null && !status.isMistake() && !request.common().debug) {
            keepTrace(thrown);
        }
        // kept before it is printed: a terminal may be gone, or stand still
        EndedRun ended = ended(result, signals);
        if (!request.options().isDry()) {
            keeper.keep(ended);
        }
        RecipeRun run = result.run();
        if (run != null && !signals.isHandedOver()) {
            int rows = results(run, thrown);
            if (request.options().isDry()) {
                return outStatus(status);
            }
            EndScreen.of(environment.tty().screen(), rows)
                    .print(ended, logFile, isLeft(run, status, thrown), environment.err());
        }
        return outStatus(status);
    }

    private ExitCode outStatus(RunStatus status) {
        boolean allPrinted = environment.isOutWritten();
        return allPrinted || status.exitCode() != ExitCode.DONE ? status.exitCode() : ExitCode.FAILED;
    }

    private EndedRun ended(RunResult result, SignalHandler signals) {
        RunStatus status = result.status();
        RecipeRun run = result.run();
        Map<String, Object> outputs = run == null ? Map.of() : run.outputs();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        outputs.forEach((name, value) -> json.set(name, ResultsJson.of(value)));
        String text = run == null || result.thrown() != null ? "" : ResultsText.of(outputs);
        String how = signals.isHandedOver() ? HANDED_OVER : result.thrown() == null ? "" : status.message();
        return keeper.ended(new RunEnding(
                environment.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                signals.status().orElse(status.exitCode().code()),
                how,
                run == null || signals.isHandedOver() ? RunEnding.Notes.NONE : notes(run, status, result.thrown()),
                new RunEnding.Results(text, json)));
    }

    /** Prints the results and returns how many lines that are on the screen. */
    private int results(RecipeRun run, @Nullable Throwable thrown) {
        if (thrown != null) {
            return 0;
        }
        if (request.options().steps.explains) {
            if (run.wasCutShort()) {
                environment.err().print("what follows is known only when the run has come there\n");
            }
            return 0;
        } else if (request.options().isDry()) {
            environment.err().print(DryRunSummary.of(run));
        }
        if (run.wasCutShort()) {
            return 0;
        }
        PrintStream stream = run.claimedStandardOutput() ? environment.err() : environment.out();
        String text = ResultsText.of(
                run.outputs(),
                MOST_ROWS,
                plan.runDirectory().resolve(SummaryKeeper.TEXT).toString());
        stream.print(text);
        stream.flush();
        return Math.toIntExact(text.lines().count());
    }

    private RunEnding.Notes notes(RecipeRun run, RunStatus status, @Nullable Throwable thrown) {
        List<String> remarks = new ArrayList<>();
        List<Outcome> unsuccessful = run.unsuccessful();
        long failed = unsuccessful.stream()
                .filter(outcome -> outcome.state() == Outcome.State.FAILED)
                .filter(outcome -> !FailureMeaning.isStopped(outcome))
                .count();
        if (status.exitCode() == ExitCode.STOPPED && failed > 0) {
            remarks.add("a rule stopped the run, which is exit code %d; that %s failed is so all the same"
                    .formatted(status.exitCode().code(), Plural.of(failed, "job")));
        }
        if (isFailedByItself(run, status, thrown)) {
            remarks.add("recipe %s says that it failed".formatted(request.recipeName()));
        } else if (isTableLost(run, status, thrown)) {
            remarks.add("the job table does not have how all jobs ended; the next start asks their hosts");
        }
        List<String> again = isLeft(run, status, thrown)
                ? ResumeCommands.commands(
                        request, unsuccessful, plan.jobs().rules().keepErrors())
                : List.of();
        return new RunEnding.Notes(remarks, run.mapChanges(), again);
    }

    private static boolean isTableLost(RecipeRun run, RunStatus status, @Nullable Throwable thrown) {
        return status.exitCode() == ExitCode.FAILED
                && (run.stops().contains(Outcomes.Stop.TABLE_LOST)
                        || (thrown != null && RunStatus.isTableLost(thrown)));
    }

    private static boolean isFailedByItself(RecipeRun run, RunStatus status, @Nullable Throwable thrown) {
        return thrown == null
                && !isTableLost(run, status, null)
                && run.unsuccessful().stream().allMatch(Outcome::isLeftOut)
                && status.exitCode() == ExitCode.FAILED;
    }

    /** Returns whether there is something left to do. */
    private static boolean isLeft(RecipeRun run, RunStatus status, @Nullable Throwable thrown) {
        return isFailedByItself(run, status, thrown)
                || isTableLost(run, status, thrown)
                || status.equals(RunStatus.INTERRUPTED)
                || run.unsuccessful().stream().anyMatch(outcome -> !outcome.isLeftOut());
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
