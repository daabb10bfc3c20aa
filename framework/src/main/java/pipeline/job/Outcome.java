package pipeline.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.JsonMismatchException;
import tools.jackson.databind.JsonNode;

/**
 * How a job ended; every job gets one. Anything but success, or being left out, sets the recipe's error flag.
 *
 * <pre>{@code
 * for (Outcome outcome : scheduleJobs(jobs)) {
 *     if (!outcome.isSuccess()) {
 *         logger().warn("{}: {}", outcome.job().host(), outcome.message());
 *     }
 * }
 * }</pre>
 */
public final class Outcome {

    /** What became of the job. */
    public enum State {
        /** It ran and ended with code 0. */
        SUCCEEDED,
        /** It ran and failed, or was lost while it ran. */
        FAILED,
        /** Its host cannot be reached; the job waits for that host and did not run. */
        PARKED,
        /** Somebody marked it to be left out. */
        IGNORED,
        /** It ran, and said that its item is to be left out: no success, and no failure either. */
        SKIPPED,
        /** The run ended before its turn came. */
        NOT_STARTED
    }

    private final ComputeJob job;
    private final State state;
    private final @Nullable Attempt attempt;
    private final ProgramEnd ending;
    private final String message;

    private Outcome(ComputeJob job, State state, @Nullable Attempt attempt, ProgramEnd ending, String message) {
        this.job = Objects.requireNonNull(job, "job is null");
        this.state = state;
        this.attempt = attempt;
        this.ending = ending;
        this.message = Objects.requireNonNull(message, "message is null");
    }

    /** What is known of the end of a program that ran. */
    private record ProgramEnd(
            @Nullable JsonNode result,
            @Nullable Failure failure,
            @Nullable Integer exitCode) {
        static final ProgramEnd NONE = new ProgramEnd(null, null, null);
    }

    /**
     * The job ran and ended with code 0.
     *
     * @param result what a node program returned; null if it returned nothing
     */
    public static Outcome succeeded(ComputeJob job, Attempt attempt, @Nullable JsonNode result) {
        Objects.requireNonNull(attempt, "attempt is null");
        return new Outcome(job, State.SUCCEEDED, attempt, new ProgramEnd(result, null, 0), "");
    }

    /** The job ran and failed. */
    public static Outcome failed(ComputeJob job, Attempt attempt, Failure failure) {
        Objects.requireNonNull(attempt, "attempt is null");
        return new Outcome(
                job, State.FAILED, attempt, new ProgramEnd(null, failure, failure.exitCode()), failure.message());
    }

    /**
     * The job ran, and said that its item is to be left out.
     *
     * @param exitCode that of the program
     * @param reason one line for people
     */
    public static Outcome skipped(ComputeJob job, Attempt attempt, int exitCode, String reason) {
        Objects.requireNonNull(attempt, "attempt is null");
        return new Outcome(job, State.SKIPPED, attempt, new ProgramEnd(null, null, exitCode), reason);
    }

    /** The job's host cannot be reached, and the job has not run. */
    public static Outcome parked(ComputeJob job, String reason) {
        return new Outcome(job, State.PARKED, null, ProgramEnd.NONE, reason);
    }

    /** The job is marked to be left out. */
    public static Outcome ignored(ComputeJob job, String reason) {
        return new Outcome(job, State.IGNORED, null, ProgramEnd.NONE, reason);
    }

    /** The run ended before the job's turn came. */
    public static Outcome notStarted(ComputeJob job, String reason) {
        return new Outcome(job, State.NOT_STARTED, null, ProgramEnd.NONE, reason);
    }

    /** Returns the job as the recipe made it. */
    public ComputeJob job() {
        return job;
    }

    /** Returns what became of the job. */
    public State state() {
        return state;
    }

    /** Returns whether the job ran and ended with code 0. */
    public boolean isSuccess() {
        return state == State.SUCCEEDED;
    }

    /** Returns whether the job is left out, by people or by what it said itself, which is no failure. */
    public boolean isLeftOut() {
        return state == State.IGNORED || state == State.SKIPPED;
    }

    /** Returns the run on the host; empty if the job was never started. */
    public Optional<Attempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    /** Returns what a node program returned; empty for commands, and where it returned nothing. */
    public Optional<JsonNode> result() {
        return Optional.ofNullable(ending.result());
    }

    /**
     * Returns what a node program returned, as a value of its type.
     *
     * @param type such as a record; nothing is converted or left out in silence
     * @return empty if the job did not succeed, or returned nothing
     * @throws ResultMismatchException if it returned something else
     */
    public <T> Optional<T> result(Class<T> type) {
        JsonNode result = ending.result();
        return result == null ? Optional.empty() : Optional.of(read(result, type));
    }

    /**
     * Returns the list that a node program returned, such as one value for each file that it was given.
     *
     * @param type of each value
     * @param size how many there must be
     * @return empty at a place where it returned null; an empty list if the job did not succeed
     * @throws ResultMismatchException if it returned something else
     */
    public <T> List<Optional<T>> resultList(Class<T> type, int size) {
        JsonNode result = ending.result();
        if (!isSuccess()) {
            return List.of();
        }
        if (result == null || !result.isArray() || result.size() != size) {
            throw mismatch(
                    "list of %d values".formatted(size),
                    new IllegalArgumentException(
                            result == null
                                    ? "it gave back nothing"
                                    : result.isArray() ? "it has " + result.size() : "it is " + result));
        }
        List<Optional<T>> values = new ArrayList<>();
        for (JsonNode value : result) {
            values.add(value.isNull() ? Optional.empty() : Optional.of(read(value, type)));
        }
        return values;
    }

    private <T> T read(JsonNode json, Class<T> type) {
        try {
            @SuppressWarnings("unchecked") // as its type says
            T read = (T) Json.value(json, type);
            return read;
        } catch (JsonMismatchException e) {
            throw mismatch(type.getSimpleName(), e);
        }
    }

    private ResultMismatchException mismatch(String wanted, Exception e) {
        return new ResultMismatchException(
                "what job %d (%s on %s) gave back is no %s: %s"
                        .formatted(
                                attempt == null ? 0 : attempt.number(),
                                job.program(),
                                job.host(),
                                wanted,
                                e.getMessage()),
                e);
    }

    /** Returns kind and code of the failure; empty unless the state is {@link State#FAILED}. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(ending.failure());
    }

    /** Returns the exit code of the program; empty if none ran, or its code is not known. */
    public Optional<Integer> exitCode() {
        return Optional.ofNullable(ending.exitCode());
    }

    /** Returns one line for people that says why the job did not succeed; empty if it did. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return state + " " + job + (message.isEmpty() ? "" : " (" + message + ")");
    }
}
