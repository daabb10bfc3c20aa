package pipeline.cli.export;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;

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
        FailureKind kind = end.kind();
        lines.line(
                job.id(),
                job.job().host(),
                String.format(Locale.ROOT, "%.3f", started(job, last).toEpochMilli() / MILLIS),
                String.format(Locale.ROOT, "%10.3f", end.duration() == null ? 0 : end.duration()),
                0,
                0,
                exitValue(end),
                kind == FailureKind.TIMEOUT ? TERM : 0,
                job.job().command().describe(),
                job.step().jobName(),
                job.step().step(),
                job.attempts(),
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
    private static int exitValue(JobRow.End end) {
        Integer code = end.exitCode();
        if (end.kind() == null) {
            return 0;
        }
        return end.kind() == FailureKind.TIMEOUT || code == null || code == 0 ? TIMED_OUT : code;
    }
}
