package pipeline.dispatch.table;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.job.Attempt;
import pipeline.job.Failure;
import pipeline.job.Outcome;
import pipeline.store.Finish;
import pipeline.store.LeftPendingReason;
import pipeline.store.Reservation;
import pipeline.text.Json;

/**
 * What became of a reservation, before it is recorded.
 *
 * @param wasSent whether anything was started on the host
 * @param details what the host says of it besides
 * @param isOver whether nothing of the job runs any more, as far as its host says
 * @param mayRepeat whether the run would try it again if the rules allow it
 */
public record AttemptResult(
        Reservation reservation, Outcome outcome, boolean wasSent, Details details, boolean isOver, boolean mayRepeat) {

    /**
     * What a host says of an attempt besides its outcome.
     *
     * @param stack what the node program says of its failure; null if nothing
     * @param outputs what the declared outputs are like, as JSON; null if that is not known
     */
    public record Details(@Nullable String stack, @Nullable String outputs) {
        public static final Details NONE = new Details(null, null);
    }

    /** Of what a job wrote to standard error, so much of the end goes into the table, in bytes. */
    private static final int TAIL = 64 << 10;

    /** The job was not sent. */
    public static AttemptResult released(Reservation reservation, Outcome outcome) {
        return new AttemptResult(reservation, outcome, false, Details.NONE, true, false);
    }

    /** Returns whether the job failed by itself, so that another attempt may help. */
    boolean isRepeatable() {
        return mayRepeat
                && outcome.failure()
                        .map(Failure::kind)
                        .filter(kind -> FailureMeaning.of(kind) == FailureMeaning.OWN)
                        .isPresent();
    }

    /** Returns whether the table does not know how the attempt ended either, so that its host will be asked. */
    public boolean isQuestion() {
        return how(null) instanceof Finish.Lost;
    }

    /** Returns what is recorded; may read the file of standard error. */
    public Finish finish(RetryPolicy.@Nullable Next next) {
        return new Finish(reservation, how(next), run());
    }

    private Finish.How how(RetryPolicy.@Nullable Next next) {
        return switch (outcome.state()) {
            case SUCCEEDED ->
                new Finish.Succeeded(outcome.result().map(Json::write).orElse(null), details.outputs());
            case FAILED -> {
                Failure failure = outcome.failure().orElseThrow();
                yield switch (FailureMeaning.of(failure.kind())) {
                    case STOPPED ->
                        isOver
                                ? new Finish.Released(LeftPendingReason.of(failure.message()))
                                : new Finish.Lost(failure.message());
                    case HOST -> new Finish.Again(failure, wholeStack(), Duration.ZERO);
                    case OWN, UNKNOWN ->
                        next == null
                                ? new Finish.Failed(failure, wholeStack())
                                : new Finish.Again(failure, wholeStack(), next.pause());
                };
            }
            case PARKED -> wasSent ? new Finish.Lost(outcome.message()) : new Finish.Released(outcome.message());
            case SKIPPED -> new Finish.Skipped(outcome.exitCode().orElseThrow(), outcome.message());
            case NOT_STARTED, IGNORED -> new Finish.Released("");
        };
    }

    private Finish.@Nullable Run run() {
        Attempt attempt = outcome.attempt().orElse(null);
        return attempt == null || !wasSent
                ? null
                : new Finish.Run(attempt.started(), attempt.duration(), attempt.stdout(), attempt.stderr());
    }

    private @Nullable String wholeStack() {
        Path stderr = outcome.attempt().map(Attempt::stderr).orElse(null);
        return details.stack() != null || stderr == null ? details.stack() : tail(stderr);
    }

    private static @Nullable String tail(Path file) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, open.length() - TAIL);
            byte[] bytes = new byte[(int) (open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // the first line is cut anyway, and may begin in the middle of a letter
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException e) {
            // The file is on this machine for people to look at; the failure itself must be recorded all the same.
            return "the standard error of the job cannot be read from " + file + ": " + e.getMessage();
        }
    }
}
