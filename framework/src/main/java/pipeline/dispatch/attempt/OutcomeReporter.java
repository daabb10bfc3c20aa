package pipeline.dispatch.attempt;

import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.dispatch.table.RetryPolicy;
import pipeline.failure.FailedJob;
import pipeline.failure.FirstFailures;
import pipeline.job.JobLabel;
import pipeline.job.Outcome;
import pipeline.log.server.MasterLogging;
import pipeline.store.JobRow;

/** Logs what became of jobs that did not succeed, and finds out what becomes of those whose reservation was lost. Thread-safe. */
public final class OutcomeReporter {

    private static final Marker REPEATED = MarkerManager.getMarker(MasterLogging.REPEATED_FAILURE);
    /** So many failures of one cause have a line on the console. */
    private static final long MOST_ALIKE = 10;

    private final Logger logger;
    private final FirstFailures failures = new FirstFailures(MOST_ALIKE);
    private final FirstFailures retries = new FirstFailures(MOST_ALIKE);
    private final FirstFailures parked = new FirstFailures(MOST_ALIKE);

    OutcomeReporter(Logger logger) {
        this.logger = logger;
    }

    /** Logs an outcome that is no success. */
    public void report(QueuedJob job, Outcome outcome) {
        switch (outcome.state()) {
            case FAILED -> log(failures, Level.ERROR, job, "failed", outcome, outcome.message());
            case PARKED -> log(parked, Level.WARN, job, "is parked", outcome, outcome.message());
            case SKIPPED ->
                logger.info(
                        "job {} ({}) leaves its item out: {}",
                        job.number(),
                        JobLabel.described(job.job()),
                        outcome.message());
            case SUCCEEDED, IGNORED, NOT_STARTED -> {
                // Nothing went wrong with the job.
            }
        }
    }

    /** Logs that a job failed and is tried again, and returns what it says of that. */
    public String reportAgain(QueuedJob job, Outcome outcome, RetryPolicy.Next next) {
        String message = String.format(
                Locale.ROOT,
                "%s; attempt %d follows in %.1f s",
                outcome.message(),
                next.number(),
                next.pause().toMillis() / 1e3);
        log(retries, Level.WARN, job, "failed", outcome, message);
        return message;
    }

    /** The console has the first of each cause only. */
    private void log(FirstFailures alike, Level level, QueuedJob job, String what, Outcome outcome, String message) {
        FirstFailures.Place place = alike.add(FailedJob.of(outcome));
        if (place == FirstFailures.Place.FIRST_REPEATED) {
            logger.warn(
                    "{} jobs have had this message; further ones are in the log file and are counted at the end",
                    MOST_ALIKE);
        }
        logger.log(
                level,
                place == FirstFailures.Place.FIRST ? null : REPEATED,
                "job {} ({}) {}: {}",
                job.number(),
                JobLabel.described(job.job()),
                what,
                message);
    }

    /** Returns the outcome of a job that ran, but whose reservation was lost meanwhile: what the table says, if it does. */
    public Outcome afterLoss(QueuedJob job, Outcome outcome, @Nullable JobSnapshot snapshot) {
        boolean isOver = snapshot != null
                && switch (snapshot.row().state().status()) {
                    case SUCCESS, ERROR, IGNORE -> true;
                    case PENDING, RESERVED -> false;
                };
        if (snapshot != null && isCancelled(snapshot)) {
            Outcome cancelled = snapshot.outcome(job.job());
            report(job, cancelled);
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
        return ending != null && FailureMeaning.isStopped(ending.kind());
    }
}
