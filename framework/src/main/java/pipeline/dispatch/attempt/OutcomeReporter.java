package pipeline.dispatch.attempt;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.dispatch.table.RetryPolicy;
import pipeline.job.Attempt;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.remote.TransportException;
import pipeline.store.JobRow;
import pipeline.store.Reservation;

/** What becomes of jobs whose run did not give an outcome, and what is logged of those that did not succeed. Thread-safe. */
public final class OutcomeReporter {

    private final Logger logger;
    private final Clock clock;
    private final Timeouts timeouts;

    OutcomeReporter(Logger logger, Clock clock, Timeouts timeouts) {
        this.logger = logger;
        this.clock = clock;
        this.timeouts = timeouts;
    }

    /** Turns what became of a run into an outcome, whatever it was: no result is a hole. */
    public Outcome certain(RunningAttempt running, @Nullable Outcome outcome, @Nullable Throwable failure) {
        return outcome != null ? outcome : notRun(running, failure);
    }

    /** Logs an outcome that is no success. */
    public void tell(QueuedJob job, Outcome outcome) {
        switch (outcome.state()) {
            case FAILED ->
                logger.error(
                        "job {} ({} on {}) failed: {}",
                        job.number(),
                        job.job().program(),
                        job.host(),
                        outcome.message());
            case PARKED ->
                logger.warn(
                        "job {} ({} on {}) is parked: {}",
                        job.number(),
                        job.job().program(),
                        job.host(),
                        outcome.message());
            case SUCCEEDED, IGNORED, NOT_STARTED -> {
                // Nothing went wrong with the job.
            }
        }
    }

    /** Logs that a job failed and is tried again, and gives what it says of that. */
    public String tellAgain(QueuedJob job, Outcome outcome, RetryPolicy.Next next) {
        String message = String.format(
                Locale.ROOT,
                "%s; attempt %d follows in %.1f s",
                outcome.message(),
                next.number(),
                next.pause().toMillis() / 1e3);
        logger.warn("job {} ({} on {}) failed: {}", job.number(), job.job().program(), job.host(), message);
        return message;
    }

    /** Gives the outcome of a job that ran, but whose reservation was lost meanwhile: what the table says, if it does. */
    public Outcome afterLoss(QueuedJob job, Outcome outcome, @Nullable JobSnapshot snapshot) {
        boolean isOver = snapshot != null
                && switch (snapshot.row().state().status()) {
                    case SUCCESS, ERROR, IGNORE -> true;
                    case PENDING, RESERVED -> false;
                };
        if (snapshot != null && isCancelled(snapshot)) {
            Outcome cancelled = snapshot.outcome(job.job());
            tell(job, cancelled);
            return cancelled;
        }
        logger.warn(
                "job {} ({} on {}) ended, but its reservation was lost before; {}",
                job.number(),
                job.job().program(),
                job.host(),
                isOver ? "what the job table says of it counts" : "the job table does not have how it ended");
        return snapshot != null && isOver ? snapshot.outcome(job.job()) : outcome;
    }

    private static boolean isCancelled(JobSnapshot snapshot) {
        JobRow.End ending = snapshot.row().ending();
        return ending != null && ending.kind() == FailureKind.CANCELLED;
    }

    private Outcome notRun(RunningAttempt running, @Nullable Throwable failure) {
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
                    new Failure(FailureKind.PROGRAM, null, String.valueOf(script.getMessage())));
        }
        logger.debug("job {} could not be sent", job.number(), failure);
        if (isFaultOfMaster(failure)) {
            return Outcome.parked(job.job(), "the job could not be sent, which is no fault of it: " + failure);
        }
        return Outcome.failed(
                job.job(),
                notBegun(job, running.reservation()),
                new Failure(FailureKind.INTERNAL, null, "the job could not be sent: " + failure));
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

    /** Gives the outcome of a job that its host can never run. */
    public Outcome unfit(QueuedJob job, Reservation reservation, String reason) {
        return Outcome.failed(job.job(), notBegun(job, reservation), new Failure(FailureKind.PROGRAM, null, reason));
    }

    private static Attempt notBegun(QueuedJob job, Reservation reservation) {
        return new Attempt(job.number(), reservation.attempt(), null, Duration.ZERO, null, null);
    }

    /** Gives the outcome of a job of which nothing has been heard since it was told to end. */
    public Outcome givenUp(RunningAttempt running) {
        QueuedJob job = running.job();
        String message = running.cancelled() + "; " + job.host() + " did not say within "
                + timeouts.close().toSeconds() + " s that the job has ended: look there for what still runs";
        Duration ran = running.ran(System.nanoTime());
        Attempt attempt = ran == null
                ? notBegun(job, running.reservation())
                : new Attempt(
                        job.number(),
                        running.reservation().attempt(),
                        clock.instant().minus(ran),
                        ran,
                        null,
                        null);
        return Outcome.failed(job.job(), attempt, new Failure(FailureKind.CANCELLED, null, message));
    }
}
