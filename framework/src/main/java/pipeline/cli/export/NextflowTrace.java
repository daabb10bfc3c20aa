package pipeline.cli.export;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;
import pipeline.job.JobLabel;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;

/**
 * The trace of Nextflow 26 as {@code trace.raw = true} has it, times and durations in milliseconds: its usual columns, of which those
 * that are not measured are {@code -}, and then others that it knows by name.
 */
final class NextflowTrace implements JobWriter {

    private static final String UNKNOWN = "-";
    private static final int HASH = 8;

    private final TabbedText lines;

    NextflowTrace(PrintStream out) {
        this.lines = new TabbedText(out);
    }

    @Override
    public void begin() {
        lines.line(
                "task_id",
                "hash",
                "native_id",
                "name",
                "status",
                "exit",
                "submit",
                "duration",
                "realtime",
                "%cpu",
                "peak_rss",
                "peak_vmem",
                "rchar",
                "wchar",
                "process",
                "tag",
                "hostname",
                "attempt",
                "start",
                "complete",
                "script",
                "error_message");
    }

    @Override
    public void job(JobRow job, List<AttemptSummary> attempts) {
        for (AttemptSummary attempt : attempts) {
            Instant complete = attempt.completed();
            lines.line(
                    job.id(),
                    hash(job.key().hash()),
                    UNKNOWN,
                    "%s (%s)".formatted(job.step().recipe(), JobLabel.of(job.job())),
                    status(attempt),
                    attempt.exitCode() == null ? UNKNOWN : attempt.exitCode(),
                    job.state().scheduled().toEpochMilli(),
                    complete == null
                            ? UNKNOWN
                            : Math.max(
                                    0,
                                    Duration.between(attempt.reserved(), complete)
                                            .toMillis()),
                    attempt.duration() == null ? UNKNOWN : Math.round(attempt.duration() * 1000),
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    job.step().recipe(),
                    JobLabel.of(job.job()),
                    job.job().host(),
                    attempt.number(),
                    millis(attempt.started()),
                    millis(complete),
                    job.job().command().describe(),
                    attempt.message().isEmpty() ? UNKNOWN : attempt.message());
        }
    }

    /** Shows it as Nextflow shows its own. */
    private static String hash(String hash) {
        return hash.length() < HASH ? hash : hash.substring(0, 2) + "/" + hash.substring(2, HASH);
    }

    private static Object millis(@Nullable Instant time) {
        return time == null ? UNKNOWN : time.toEpochMilli();
    }

    private static String status(AttemptSummary attempt) {
        AttemptRow.AttemptEnd ending = attempt.ending();
        if (ending == null) {
            return "RUNNING";
        }
        return switch (ending) {
            case SUCCESS -> "COMPLETED";
            case ERROR -> attempt.kind() == FailureKind.CANCELLED ? "ABORTED" : "FAILED";
            case RELEASED, LOST, SKIPPED -> "ABORTED";
        };
    }
}
