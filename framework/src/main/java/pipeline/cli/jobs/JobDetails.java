package pipeline.cli.jobs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.cli.table.AttemptOutput;
import pipeline.job.JobCommand;
import pipeline.job.JobLabel;
import pipeline.job.lifecycle.JobStatus;
import pipeline.job.wire.JobJson;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** Everything about a job as people read it. */
final class JobDetails {

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private JobDetails() {}

    /**
     * Returns it.
     *
     * @param output of the last attempt, whose ends are shown; null if there is none
     */
    static String of(JobRow row, List<AttemptRow> attempts, @Nullable AttemptOutput output) {
        JobDetails job = new JobDetails();
        job.head(row);
        job.times(row.state());
        job.ending(row.ending());
        attempts.forEach(job::attempt);
        if (output != null) {
            job.tail("end of standard output", output.stdout());
            job.tail("end of standard error", output.stderr());
            job.tail("end of its log records", output.records());
        }
        return job.text.toString();
    }

    private void head(JobRow row) {
        text.append("job ").append(row.id()).append('\n');
        line("recipe", row.step().recipe());
        line("job name", row.step().jobName());
        line("step", row.step().step() + ", number " + (row.position() + 1));
        line("host", row.job().host());
        line("program", row.job().program());
        line("label", JobLabel.of(row.job()));
        command(row.job().command());
        line("key", row.key().json());
        line("key hash", row.key().hash());
        line("work", JobJson.write(row.job()));
        line("priority", row.priority());
        JobStatus status = row.state().status();
        line("status", status == JobStatus.RESERVED ? "running (reserved)" : status.word());
        line("reason", row.state().reason());
        line("attempts", row.attempts());
    }

    private void times(JobRow.State state) {
        time("created", state.created());
        time("scheduled", state.scheduled());
        time("reserved", state.reserved());
        time("completed", state.completed());
        time("resubmitted", state.resubmitted());
    }

    private void ending(JobRow.@Nullable End end) {
        if (end == null) {
            return;
        }
        line("duration", end.duration() == null ? null : seconds(end.duration()));
        line("result", end.result());
        line("failure", end.kind() == null ? null : end.kind().name().toLowerCase(Locale.ROOT));
        line("exit code", end.exitCode());
        line("message", end.message());
        block("stack", end.stack());
    }

    private void attempt(AttemptRow attempt) {
        AttemptRow.AttemptEnd ending = attempt.ending();
        text.append("attempt %d: %s\n"
                .formatted(
                        attempt.number(),
                        ending == null ? "runs" : ending.name().toLowerCase(Locale.ROOT)));
        AttemptRow.Owner owner = attempt.owner();
        line("by", "%s@%s, process %d".formatted(owner.user(), owner.machine(), owner.pid()));
        line("version", owner.version());
        time("reserved", attempt.reserved());
        time("started", attempt.started());
        time("completed", attempt.completed());
        line("duration", attempt.duration() == null ? null : seconds(attempt.duration()));
        line("result", attempt.result());
        line("failure", attempt.kind() == null ? null : attempt.kind().name().toLowerCase(Locale.ROOT));
        line("exit code", attempt.exitCode());
        line("message", attempt.message());
        line("output", attempt.stdout());
        line("errors", attempt.stderr());
    }

    private void tail(String name, @Nullable Path file) {
        if (file != null) {
            FileTail.of(file).ifPresent(lines -> block(name, lines));
        }
    }

    private void command(JobCommand command) {
        if (command instanceof JobCommand.Executable executable) {
            line("command", ShellQuoting.quoted(executable.words()));
        }
    }

    private void block(String name, @Nullable String lines) {
        if (lines != null && !lines.isBlank()) {
            text.append(INDENT).append(name).append(":\n").append(VisibleText.lines(lines, INDENT + INDENT));
        }
    }

    private void time(String name, @Nullable Instant time) {
        line(name, time == null ? null : time.truncatedTo(ChronoUnit.MILLIS));
    }

    private void line(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            text.append("%s%-12s %s\n".formatted(INDENT, name, VisibleText.line(value.toString())));
        }
    }

    private static String seconds(double duration) {
        return String.format(Locale.ROOT, "%.3f s", duration);
    }
}
