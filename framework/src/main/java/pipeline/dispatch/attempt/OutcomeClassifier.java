package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobCommand;
import pipeline.job.JobKey;
import pipeline.job.Outcome;
import pipeline.job.wire.NodeAnswer;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.JsonNode;

/**
 * Turns what became of an attempt into its outcome, with the kind of its failure: from exit code, answer and standard error, or from
 * what kept it from being sent. What a kind means for the run, {@link pipeline.dispatch.rules.FailureMeaning} says.
 */
public final class OutcomeClassifier {

    /** Shells give a program that was ended by signal n the code 128+n. */
    private static final int SIGNAL_BASE = 128;

    private static final int HIGHEST_SIGNAL = 64;

    /** What the slot's shell puts before its own complaints; the number grows with each job and means nothing to people. */
    private static final Pattern SHELL_PLACE = Pattern.compile("^\\S*sh: (line )?\\d+: (eval: )?(line \\d+: )?");

    private static final String MAY_GO_ON =
            "; its host did not say that it has ended: it may go on there, and the next start of this job name picks it up";

    private static final String NO_ANSWER =
            "exit code 0, but no answer: a node program ends by returning from run, not by System.exit or Runtime.halt";

    private static final String SKIPPED_WITH_0 =
            "it said that its item is to be left out, but went on and ended with code 0 in place of %d; nothing may catch what skip raises"
                    .formatted(NodeAnswer.SKIP_CODE);

    private final RunningAttempt run;
    private final Attempt attempt;
    private final JobOutput output;
    private final JobSetup setup;

    /**
     * Makes it for one attempt.
     *
     * @param setup what was to come before the program
     */
    OutcomeClassifier(RunningAttempt run, Attempt attempt, JobOutput output, JobSetup setup) {
        this.run = run;
        this.attempt = attempt;
        this.output = output;
        this.setup = setup;
    }

    /** Returns the outcome; exactly one of code and failure is there. */
    Outcome outcome(@Nullable Integer code, @Nullable Throwable failure) {
        ComputeJob job = run.job().job();
        TransportException transport = TransportException.in(failure);
        Failure ended = run.ended();
        if (ended != null) {
            return ended(ended, code, transport);
        }
        if (transport != null && transport.cause() != TransportException.Cause.SHELL_ENDED) {
            return Outcome.parked(
                    job,
                    transport.getMessage() + " while the job ran; it may go on there, and the next run picks it up");
        }
        if (code == null) {
            return Outcome.failed(job, attempt, gone(failure, transport));
        }
        String unready = setup.fault(output.setup(), how(code), complaint(code));
        if (unready != null) {
            return Outcome.failed(job, attempt, AttemptFailures.ofSetup(unready));
        }
        NodeAnswer answer = output.answer();
        String skip = skip(code, answer);
        if (skip != null) {
            return Outcome.skipped(job, attempt, code, skip + kept());
        }
        if (code == 0 && answer != null && answer.skip() != null) {
            return Outcome.failed(job, attempt, AttemptFailures.ofProgram(code, SKIPPED_WITH_0));
        }
        if (code == 0 && answer == null && output.badAnswer() == null && job.command() instanceof JobCommand.Program) {
            return Outcome.failed(job, attempt, AttemptFailures.ofProgram(code, NO_ANSWER));
        }
        if (code == 0 && output.badAnswer() == null) {
            String fault = output.outputFault();
            if (fault != null) {
                return Outcome.failed(job, attempt, AttemptFailures.ofOutputs(code, fault + kept()));
            }
            return Outcome.succeeded(job, attempt, result(answer));
        }
        return Outcome.failed(job, attempt, AttemptFailures.ofProgram(code, message(code, answer) + kept()));
    }

    /** Returns why the item of the job is to be left out, in one line; null if it is not. */
    private @Nullable String skip(int code, @Nullable NodeAnswer answer) {
        if (answer != null && answer.skip() != null && code == NodeAnswer.SKIP_CODE) {
            return answer.skip().strip();
        }
        return run.job().job().options().skipExit().contains(code) ? message(code, answer) : null;
    }

    private String kept() {
        String directory = output.keptScratch();
        return directory == null
                ? ""
                : "; its scratch directory is kept on %s: %s"
                        .formatted(run.job().host(), ShellQuoting.quote(directory));
    }

    /** Returns a result as the next run finds it in the table. */
    private static @Nullable JsonNode result(@Nullable NodeAnswer answer) {
        return answer == null || answer.result() == null ? null : JobKey.settled(answer.result());
    }

    /** A job that somebody ended, but of which the host does not say that it has, may still run. */
    private Outcome ended(Failure why, @Nullable Integer code, @Nullable TransportException transport) {
        ComputeJob job = run.job().job();
        boolean isCertain = code != null
                || run.isOver()
                || (transport != null && transport.cause() == TransportException.Cause.SHELL_ENDED);
        if (why.kind() != FailureKind.TIMEOUT) {
            String message = isCertain ? why.message() : why.message() + MAY_GO_ON;
            return Outcome.failed(job, attempt, new Failure(why.kind(), code, message));
        }
        return isCertain
                ? Outcome.failed(job, attempt, why)
                : Outcome.parked(
                        job,
                        "%s, but %s did not say that it has ended; the next run asks again"
                                .formatted(why.message(), run.job().host()));
    }

    private static Failure gone(@Nullable Throwable failure, @Nullable TransportException shellEnded) {
        if (shellEnded != null) {
            return AttemptFailures.lost(shellEnded.getMessage()
                    + " while the job ran; did its host restart, or did the job end its own process group?");
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof OutputLostException
                ? AttemptFailures.lost(String.valueOf(cause.getMessage()))
                : AttemptFailures.internal(String.valueOf(cause));
    }

    private String message(int code, @Nullable NodeAnswer answer) {
        String bad = output.badAnswer();
        if (bad != null) {
            return bad;
        }
        if (answer != null && answer.error() != null) {
            return answer.error();
        }
        String complaint = complaint(code);
        return complaint.isEmpty() ? how(code) : how(code) + ": " + complaint;
    }

    private static String how(int code) {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + HIGHEST_SIGNAL
                ? "ended by signal " + (code - SIGNAL_BASE)
                : "exit code " + code;
    }

    private String complaint(int code) {
        return SHELL_PLACE.matcher(output.complaint(code)).replaceFirst("");
    }

    /**
     * Returns the outcome of an attempt, also of one that could not be sent: no result is a hole.
     *
     * @param outcome null if the attempt gave none, for the failure
     * @param logger takes what only developers want to know
     */
    public static Outcome of(
            RunningAttempt running, @Nullable Outcome outcome, @Nullable Throwable failure, Logger logger) {
        return outcome != null ? outcome : unsent(running, failure, logger);
    }

    private static Outcome unsent(RunningAttempt running, @Nullable Throwable failure, Logger logger) {
        QueuedJob job = running.job();
        TransportException transport = TransportException.in(failure);
        if (transport != null) {
            return Outcome.parked(job.job(), String.valueOf(transport.getMessage()));
        }
        NodeScriptException script = scriptFault(failure);
        if (script != null) {
            return Outcome.failed(
                    job.job(),
                    notBegun(job, running.reservation()),
                    AttemptFailures.ofProgram(null, String.valueOf(script.getMessage())));
        }
        logger.debug("job {} could not be sent", job.number(), failure);
        if (isFaultOfMaster(failure)) {
            return Outcome.parked(job.job(), "the job could not be sent, which is no fault of it: " + failure);
        }
        return Outcome.failed(
                job.job(),
                notBegun(job, running.reservation()),
                AttemptFailures.internal("the job could not be sent: " + failure));
    }

    /** A master that has no memory left, say, knows nothing against a job. */
    private static boolean isFaultOfMaster(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable NodeScriptException scriptFault(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NodeScriptException script) {
                return script;
            }
        }
        return null;
    }

    /** Returns the outcome of a job that its host can never run. */
    public static Outcome unschedulable(QueuedJob job, Reservation reservation, String reason) {
        return Outcome.failed(job.job(), notBegun(job, reservation), AttemptFailures.ofProgram(null, reason));
    }

    private static Attempt notBegun(QueuedJob job, Reservation reservation) {
        return new Attempt(job.number(), reservation.attempt(), null, Duration.ZERO, null, null);
    }

    /** Returns the outcome of a job of which nothing has been heard since it was told to end. */
    static Outcome givenUp(RunningAttempt running, AttemptEnvironment environment) {
        QueuedJob job = running.job();
        String message = running.cancelled() + "; " + job.host() + " did not say within "
                + environment.timeouts().close().toSeconds()
                + " s that the job has ended: look there for what still runs";
        Duration ran = running.ran(environment.scheduler().nanos());
        Attempt attempt = ran == null
                ? notBegun(job, running.reservation())
                : new Attempt(
                        job.number(),
                        running.reservation().attempt(),
                        environment.scheduler().wallClock().instant().minus(ran),
                        ran,
                        null,
                        null);
        return Outcome.failed(job.job(), attempt, AttemptFailures.cancelled(message));
    }
}
