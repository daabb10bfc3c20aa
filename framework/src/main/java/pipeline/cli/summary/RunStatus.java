package pipeline.cli.summary;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.dispatch.attempt.NodeScriptException;
import pipeline.dispatch.rules.InsufficientCapacityException;
import pipeline.dispatch.rules.OversizedGangException;
import pipeline.dispatch.rules.StepNotDoneException;
import pipeline.hostset.HostSetException;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.ResultMismatchException;
import pipeline.log.server.LogFileException;
import pipeline.mapfile.MapfileException;
import pipeline.node.ArgumentMismatchException;
import pipeline.python.PythonException;
import pipeline.recipe.RecipeFailure;
import pipeline.recipe.SchedulingException;
import pipeline.recipe.StepFailedException;
import pipeline.recipe.UsageException;
import pipeline.recipe.run.RecipeRun;
import pipeline.remote.UnknownHostsException;
import pipeline.store.JobNameInUseException;
import pipeline.store.StoreException;

/**
 * How a run ended.
 *
 * @param message what to show the user beyond the results; empty if there is nothing
 */
public record RunStatus(ExitCode exitCode, String message) {

    /** A recipe that ended since it was interrupted; the exit status is that of the signal. */
    public static final RunStatus INTERRUPTED = new RunStatus(ExitCode.STOPPED, "the recipe was interrupted");

    /** Judges a recipe that came to its end. */
    public static RunStatus of(RecipeRun run, int returned) {
        if (run.stops().contains(Outcomes.Stop.TABLE_LOST)) {
            // the recipe may be content, but the table does not have all of it
            return new RunStatus(ExitCode.FAILED, "");
        }
        if (returned == 0 && !run.hasError()) {
            return new RunStatus(ExitCode.DONE, "");
        }
        if (run.stops().contains(Outcomes.Stop.BROKEN)) {
            return new RunStatus(ExitCode.INTERNAL, "");
        }
        if (run.stops().stream().anyMatch(RunStatus::isByRule)) {
            return new RunStatus(ExitCode.STOPPED, "");
        }
        List<Outcome> unsuccessful = run.unsuccessful();
        boolean parked = unsuccessful.stream().anyMatch(outcome -> outcome.state() == Outcome.State.PARKED);
        boolean failed = unsuccessful.stream().anyMatch(outcome -> switch (outcome.state()) {
            case FAILED, NOT_STARTED -> true;
            case SUCCEEDED, PARKED, IGNORED, SKIPPED -> false;
        });
        return new RunStatus(parked && !failed ? ExitCode.PARKED : ExitCode.FAILED, "");
    }

    /** Returns whether a call ended since a rule of the run, or somebody else, wanted it. */
    public static boolean isByRule(Outcomes.Stop stop) {
        return switch (stop) {
            case LESS_URGENT_LEFT, MAX_CALLS, HALTED, INTERRUPTED -> true;
            case ALL_DONE, PARKED, NOTHING_TO_CLAIM, TABLE_LOST, BROKEN -> false;
        };
    }

    /** Judges a recipe that ended itself, and said why. */
    public static RunStatus ofFailure(RecipeRun run, Throwable failure) {
        ExitCode code = of(run, 1).exitCode();
        return new RunStatus(code, String.valueOf(failure.getMessage()));
    }

    /** Judges what ended a run before its end, after it had scheduled jobs: a table that is lost then is no wrong setting. */
    public static RunStatus ofMiddle(Throwable thrown) {
        return isTableLost(thrown)
                ? new RunStatus(
                        ExitCode.FAILED, String.valueOf(unwrapped(thrown).getMessage()))
                : of(thrown);
    }

    /** Returns whether the job table could not be used. */
    static boolean isTableLost(Throwable thrown) {
        return unwrapped(thrown) instanceof StoreException;
    }

    /** Judges what ended a run before its end. */
    public static RunStatus of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof StepFailedException) {
            Throwable first = cause.getCause();
            return new RunStatus(first == null ? ExitCode.FAILED : of(first).exitCode(), message);
        }
        if (cause instanceof UserErrorException mistake) {
            return new RunStatus(mistake.exitCode(), message);
        }
        if (cause instanceof UsageException || cause instanceof HostSetException) {
            return new RunStatus(ExitCode.USAGE, message);
        }
        if (cause instanceof JobNameInUseException) {
            return new RunStatus(ExitCode.JOB_NAME_IN_USE, message);
        }
        if (cause instanceof ConfigurationException
                || cause instanceof StoreException
                || cause instanceof MapfileException
                || cause instanceof NodeScriptException
                || cause instanceof ArgumentMismatchException
                || cause instanceof LogFileException
                || cause instanceof InsufficientCapacityException
                || cause instanceof OversizedGangException
                || cause instanceof UnknownHostsException
                || cause instanceof StepNotDoneException) {
            return new RunStatus(ExitCode.CONFIGURATION, message);
        }
        if (cause instanceof ResultMismatchException || cause instanceof RecipeFailure) {
            return new RunStatus(ExitCode.FAILED, message);
        }
        if (cause instanceof PythonException) {
            // the message has the place and the name; what was refused to the recipe decides, as for one in Java
            Throwable refused = cause.getCause();
            return new RunStatus(
                    refused == null ? ExitCode.INTERNAL : of(refused).exitCode(), message);
        }
        return new RunStatus(ExitCode.INTERNAL, cause.toString());
    }

    /** Returns whether the user can put it right, so that a stack trace would only be in the way. */
    public boolean isMistake() {
        return exitCode != ExitCode.INTERNAL;
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean isWrapper = thrown instanceof ExecutionException
                || thrown instanceof CompletionException
                || thrown instanceof InvocationTargetException
                || thrown instanceof SchedulingException;
        return isWrapper && cause != null ? unwrapped(cause) : thrown;
    }
}
