package pipeline.cli.export;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;
import pipeline.store.StepName;

/**
 * The job log of GNU Parallel 20221122: its nine columns, and then our own. A job that has not ended has no line. What was sent and
 * received is not counted, so it is 0.
 */
final class ParallelJobLog implements JobWriter {

    private static final double MILLIS = 1000.0;
    /** What Parallel has for a job that it ended after its time. */
    private static final int TIMED_OUT = -1;

    private static final int TERM = 15;

    private final TabbedText lines;

    ParallelJobLog(PrintStream out) {
        this.lines = new TabbedText(out);
    }

    @Override
    public void begin() {
        lines.line(
                "Seq",
                "Host",
                "Starttime",
                "JobRuntime",
                "Send",
                "Receive",
                "Exitval",
                "Signal",
                "Command",
                "JobName",
                "Step",
                "Attempts",
                "FailureKind",
                "Message");
    }

    @Override
    public void job(JobRow job, List<AttemptSummary> attempts) {
        JobRow.End end = job.ending();
        if (end == null) {
            return;
        }
        AttemptSummary last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        Double duration = end.duration();
        Attempt attempt = new Attempt(
                job.id(),
                job.attempts(),
                started(job, last),
                Duration.ofMillis(duration == null ? 0 : Math.round(duration * MILLIS)),
                null,
                null);
        line(job.job(), job.step(), attempt, new End(end.kind(), end.exitCode(), end.message()));
    }

    /** Writes a job of a step whose last attempt is over; nothing if it never began. */
    void job(StepName step, Outcome outcome) {
        Attempt attempt = outcome.attempt().orElse(null);
        if (attempt != null && attempt.started() != null) {
            FailureKind kind = outcome.failure().map(Failure::kind).orElse(null);
            line(outcome.job(), step, attempt, new End(kind, outcome.exitCode().orElse(null), outcome.message()));
        }
    }

    /**
     * How a job ended.
     *
     * @param kind null if it did not fail
     * @param exitCode null if it is not known
     */
    private record End(@Nullable FailureKind kind, @Nullable Integer exitCode, String message) {}

    private void line(ComputeJob job, StepName step, Attempt attempt, End end) {
        FailureKind kind = end.kind();
        Instant started = attempt.started();
        lines.line(
                attempt.number(),
                job.host(),
                String.format(Locale.ROOT, "%.3f", started == null ? 0 : started.toEpochMilli() / MILLIS),
                String.format(Locale.ROOT, "%10.3f", attempt.duration().toMillis() / MILLIS),
                0,
                0,
                exitValue(end),
                kind == FailureKind.TIMEOUT ? TERM : 0,
                job.command().describe(),
                step.jobName(),
                step.step(),
                attempt.ordinal(),
                kind == null ? "" : kind.name().toLowerCase(Locale.ROOT),
                end.message());
    }

    private static Instant started(JobRow job, @Nullable AttemptSummary last) {
        Instant started = last == null ? null : last.started();
        Instant completed = job.state().completed();
        return started != null
                ? started
                : completed != null ? completed : job.state().created();
    }

    /** What failed although its program ended with 0, or without any code, must not look like a success. */
    private static int exitValue(End end) {
        Integer code = end.exitCode();
        if (end.kind() == null) {
            return 0;
        }
        return end.kind() == FailureKind.TIMEOUT || code == null || code == 0 ? TIMED_OUT : code;
    }
}
