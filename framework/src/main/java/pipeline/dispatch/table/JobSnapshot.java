package pipeline.dispatch.table;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.wire.NodeAnswer;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/**
 * A job as the table showed it.
 *
 * @param last its last attempt; null if there is none, or none is kept
 * @param now the store's time
 */
public record JobSnapshot(JobRow row, @Nullable AttemptRow last, Instant now) {

    /** Returns how long it is until the job may be started; zero if it may be. */
    public Duration delay() {
        Duration delay = Duration.between(now, row.state().scheduled());
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    /**
     * Returns the outcome of a job that is over.
     *
     * @throws IllegalStateException if it is pending or reserved
     */
    public Outcome outcome(ComputeJob job) {
        JobRow.State state = row.state();
        return switch (state.status()) {
            case SUCCESS -> Outcome.succeeded(job, attempt(), result());
            case ERROR -> Outcome.failed(job, attempt(), failure());
            case IGNORE ->
                row.isSkipped()
                        ? Outcome.skipped(job, attempt(), skipCode(), state.reason())
                        : Outcome.ignored(job, state.reason().isEmpty() ? "marked to be left out" : state.reason());
            case PENDING, RESERVED ->
                throw new IllegalStateException(
                        "job " + row.id() + " is " + state.status().word() + " and has no outcome");
        };
    }

    private int skipCode() {
        JobRow.End ending = row.ending();
        Integer code = ending == null ? null : ending.exitCode();
        return code == null ? NodeAnswer.SKIP_CODE : code;
    }

    private Attempt attempt() {
        return last == null
                ? new Attempt(row.id(), row.attempts(), null, duration(), null, null)
                : new Attempt(row.id(), row.attempts(), last.started(), duration(), last.stdout(), last.stderr());
    }

    private Duration duration() {
        JobRow.End ending = row.ending();
        Double seconds = ending == null ? null : ending.duration();
        return seconds == null ? Duration.ZERO : Duration.ofMillis(Math.round(seconds * 1e3));
    }

    private @Nullable JsonNode result() {
        JobRow.End ending = row.ending();
        return ending == null || ending.result() == null ? null : Json.read(ending.result());
    }

    private Failure failure() {
        JobRow.End ending = row.ending();
        return ending == null
                ? AttemptFailures.internal("the job table does not say how it failed")
                : new Failure(
                        Objects.requireNonNullElse(ending.kind(), FailureKind.INTERNAL),
                        ending.exitCode(),
                        ending.message());
    }
}
