package pipeline.cli.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.cli.overview.MasterState;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.overview.RunOverviews;
import pipeline.cli.overview.ScreenTime;
import pipeline.job.JobLabel;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.DrainedHost;
import pipeline.store.JobQueries;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;
import pipeline.store.MemberRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.DurationText;
import pipeline.text.Plural;

/** Why a job stands where it stands, in lines for people, from what the job table knows. */
final class JobExplanation {

    private static final String INDENT = "  ";

    private final JobRow row;
    private final JobQueries table;
    private final RunOverviews overviews;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    JobExplanation(JobRow row, JobQueries table, RunOverviews overviews) {
        this.row = row;
        this.table = table;
        this.overviews = overviews;
        this.now = table.now();
    }

    List<String> lines() {
        lines.add("job %d (%s) of run %s, step %s"
                .formatted(
                        row.id(),
                        JobLabel.described(row.job()),
                        row.step().jobName(),
                        row.step().step()));
        switch (row.state().status()) {
            case SUCCESS -> succeeded();
            case ERROR -> failed();
            case IGNORE -> leftOut();
            case RESERVED -> reserved();
            case PENDING -> pending();
        }
        return lines;
    }

    private void succeeded() {
        last().ifPresent(attempt -> add("attempt %d succeeded%s%s"
                .formatted(attempt.number(), at(attempt.completed()), took(attempt.duration()))));
        add("the same command again keeps it, unless its program, arguments, inputs or outputs have changed;"
                + " the run says so then");
        add("to run it again all the same: pipeline jobs retry %d".formatted(row.id()));
    }

    private void leftOut() {
        String reason = row.state().reason();
        if (row.isSkipped()) {
            last().ifPresent(attempt -> add("attempt %d said%s%s that its item is to be left out: %s"
                    .formatted(attempt.number(), at(attempt.completed()), took(attempt.duration()), reason)));
            add("the same command again does not run it, unless its program, arguments or inputs have changed;"
                    + " the run says so then");
        } else {
            add("is left out: " + (reason.isEmpty() ? "no reason was given" : reason));
        }
        add("to run it after all: pipeline jobs retry %d".formatted(row.id()));
    }

    private void failed() {
        JobRow.End end = row.ending();
        last().ifPresent(attempt -> add("attempt %d of %d failed%s%s"
                .formatted(attempt.number(), row.attempts(), at(attempt.completed()), took(attempt.duration()))));
        if (end != null) {
            add("why: " + end.message());
        }
        add("what it printed: pipeline logs %d --stderr".formatted(row.id()));
        add("to run it again: the same command as before, or pipeline jobs retry %d".formatted(row.id()));
    }

    private void reserved() {
        last().ifPresent(attempt -> {
            Instant since = attempt.started() != null ? attempt.started() : attempt.reserved();
            add("runs for %s, attempt %d, started by %s@%s, process %d"
                    .formatted(
                            DurationText.of(Duration.between(since, now)),
                            attempt.number(),
                            attempt.owner().user(),
                            attempt.owner().machine(),
                            attempt.owner().pid()));
        });
        if (overview().filter(run -> run.state() != MasterState.LIVE).isPresent()) {
            add("its master is gone; the job may still run on its host, and the next start of %s picks it up"
                    .formatted(row.step().jobName()));
            addCommand();
        }
        add("what it prints: pipeline logs %d -f".formatted(row.id()));
    }

    private void pending() {
        Optional<DrainedHost> drain = table.drains().stream()
                .filter(drained -> drained.host().equals(row.job().host())
                        && drained.isFor(row.step().jobName()))
                .findFirst();
        String reason = row.state().reason();
        if (drain.isPresent()) {
            add("waits for its host, which was " + drain.get().text());
            add("to let it run: pipeline undrain %s".formatted(row.job().host()));
        } else if (reason.startsWith(LeftPendingReason.PREFIX)) {
            add("did not run: " + reason.substring(LeftPendingReason.PREFIX.length()));
        } else if (!reason.isEmpty()) {
            add("waits for its host: " + reason);
        }
        boolean isLive =
                overview().filter(run -> run.state() == MasterState.LIVE).isPresent();
        if (!isLive) {
            add("nobody works on run %s".formatted(row.step().jobName()));
            addCommand();
        } else if (row.state().scheduled().isAfter(now)) {
            add("waits for its next attempt, in %s"
                    .formatted(DurationText.of(Duration.between(now, row.state().scheduled()))));
        } else if (drain.isEmpty() && reason.isEmpty()) {
            turn();
        }
        last().filter(attempt -> !attempt.message().isEmpty())
                .ifPresent(
                        attempt -> add("attempt %d ended before: %s".formatted(attempt.number(), attempt.message())));
    }

    /** Says how many jobs are before it on its host. */
    private void turn() {
        QueryCondition onHost = QueryCondition.equal(JobFields.HOST, row.job().host())
                .and(QueryCondition.equal(JobFields.JOB_NAME, row.step().jobName()));
        long running = count(JobStatus.RESERVED, onHost);
        QueryCondition before = new QueryCondition.Or(List.of(
                new QueryCondition.Compare(JobFields.PRIORITY, QueryCondition.Relation.LESS, (long) row.priority()),
                QueryCondition.equal(JobFields.PRIORITY, (long) row.priority())
                        .and(new QueryCondition.Compare(JobFields.JOB_ID, QueryCondition.Relation.LESS, row.id()))));
        long ahead = count(JobStatus.PENDING, onHost.and(before));
        add("waits for its turn on %s: %s there now, and %s before it; its priority is %d"
                .formatted(
                        row.job().host(),
                        Plural.of(running, "job runs", "jobs run"),
                        Plural.of(ahead, "is", "are"),
                        row.priority()));
        add("at most so many run at a time on a host as -p says, or as its cores, memory and limits allow");
    }

    /** With the status in the condition an index leads to the jobs, however many have ended. */
    private long count(JobStatus status, QueryCondition which) {
        QueryCondition ofStatus = QueryCondition.equal(JobFields.STATUS, status.word());
        return table.count(which.and(ofStatus)).getOrDefault(status, 0L);
    }

    private void addCommand() {
        overview()
                .map(RunOverview::member)
                .map(MemberRow::member)
                .ifPresent(member -> add("to go on: " + member.command()));
    }

    private Optional<RunOverview> overview() {
        return overviews.of(row.step().jobName());
    }

    private Optional<AttemptRow> last() {
        return table.lastAttempts(List.of(row.id())).stream().findFirst();
    }

    private static String at(@Nullable Instant time) {
        return time == null ? "" : " at " + ScreenTime.of(time);
    }

    private static String took(@Nullable Double seconds) {
        return seconds == null ? "" : ", after " + DurationText.ofSeconds(seconds);
    }

    private void add(String line) {
        lines.add(INDENT + line);
    }
}
