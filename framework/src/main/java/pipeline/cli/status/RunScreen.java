package pipeline.cli.status;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.overview.HostOverview;
import pipeline.cli.overview.JobCounts;
import pipeline.cli.overview.MasterState;
import pipeline.cli.overview.RunDetails;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.overview.RunningJob;
import pipeline.cli.overview.ScreenTime;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroup;
import pipeline.failure.FailureGroups;
import pipeline.job.JobLabel;
import pipeline.store.JobQueries;
import pipeline.store.MemberRow;
import pipeline.text.DurationText;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Prints one run for a person: the answers to how far, which host is slow, what runs now, and what failed. */
final class RunScreen {

    private static final int MOST_HOSTS = 20;
    private static final int MOST_RUNNING = 10;
    private static final int MOST_GROUPS = 20;

    /** What of a host is shown; the note comes last, since it may be long. */
    private static final List<String> HOST_COLUMNS = List.of(
            "host", "state", "running", "waiting", "parked", "done", "failed", "median", "slowest", "last_error");

    private final PrintStream out;
    private final OptionalInt width;
    private final boolean withAllHosts;

    RunScreen(PrintStream out, OptionalInt width, boolean withAllHosts) {
        this.out = out;
        this.width = width;
        this.withAllHosts = withAllHosts;
    }

    void print(RunOverview run, RunDetails details, JobQueries table) {
        head(run);
        hosts(details.hosts());
        running(run, details.running());
        groups("failed", details.failures(), run, table);
        groups("parked, not failed: they wait for their hosts", details.parked(), run, table);
        groups("left out", details.leftOut(), run, table);
        groups("left undone, the next start goes on with them", details.left(), run, table);
    }

    private void head(RunOverview run) {
        JobCounts counts = run.counts();
        line("%s: %s, %s%s"
                .formatted(
                        run.jobName(),
                        String.join(", ", run.recipes()),
                        run.state().word(),
                        run.elapsed()
                                .map(time -> " for " + DurationText.of(time))
                                .filter(time -> run.state() == MasterState.LIVE)
                                .orElse("")));
        MemberRow member = run.member();
        if (member != null) {
            line("  %s %d on %s since %s"
                    .formatted(
                            member.member().kind().name().toLowerCase(Locale.ROOT),
                            member.member().process().pid(),
                            member.member().process().machine(),
                            ScreenTime.of(member.started())));
        }
        line("  %d %% of %s: %d done, %d failed, %d parked, %d running, %d waiting%s"
                .formatted(
                        counts.percent(),
                        Plural.of(counts.total(), "job"),
                        counts.done(),
                        counts.failed(),
                        counts.parked(),
                        counts.running(),
                        counts.waiting(),
                        counts.ignored() == 0 ? "" : ", %d left out".formatted(counts.ignored())));
        run.remaining()
                .ifPresent(left -> line("  %.2f jobs/s, about %s left, until %s"
                        .formatted(
                                run.rate(),
                                DurationText.of(left),
                                ScreenTime.of(run.now().plus(left)))));
    }

    private void hosts(List<HostOverview> hosts) {
        List<HostOverview> shown = withAllHosts || hosts.size() <= MOST_HOSTS ? hosts : hosts.subList(0, MOST_HOSTS);
        out.print("\n");
        try (RecordWriter writer = OutputFormat.TABLE.begin(out, HOST_COLUMNS, width)) {
            shown.forEach(host -> writer.write(HostsCommand.row(host)));
        }
        if (shown.size() < hosts.size()) {
            line("and %d hosts more: pipeline hosts -j JOB shows all".formatted(hosts.size() - shown.size()));
        }
    }

    private void running(RunOverview run, List<RunningJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        out.print("\nrunning now, the longest first:\n");
        jobs.stream()
                .limit(MOST_RUNNING)
                .forEach(job -> line("  job %d (%s %s on %s) for %s"
                        .formatted(
                                job.row().id(),
                                job.row().job().program(),
                                job.label(),
                                job.row().job().host(),
                                DurationText.of(job.age(run.now())))));
        if (jobs.size() > MOST_RUNNING) {
            line("  and %s more".formatted(Plural.of(jobs.size() - MOST_RUNNING, "job")));
        }
    }

    private void groups(String word, FailureGroups groups, RunOverview run, JobQueries table) {
        if (groups.jobs() == 0) {
            return;
        }
        out.print("\n");
        line("%s %s:".formatted(Plural.of(groups.jobs(), "job"), word));
        List<FailureGroup> largest = groups.largestFirst();
        largest.stream().limit(MOST_GROUPS).forEach(group -> group(group, table));
        if (largest.size() > MOST_GROUPS) {
            line("  and %d causes more: pipeline jobs errors -j %s"
                    .formatted(largest.size() - MOST_GROUPS, run.jobName()));
        }
    }

    private void group(FailureGroup group, JobQueries table) {
        FailedJob example = group.example();
        String described = table.get(example.id())
                .map(row -> JobLabel.described(row.job()))
                .orElse(example.host());
        line("  %s on %s: %s".formatted(Plural.of(group.jobs(), "job"), group.hostSet(), group.cause()));
        line("    such as job %d (%s)%s"
                .formatted(example.id(), described, group.isMasked() ? ": " + group.exampleMessage() : ""));
    }

    private void line(String text) {
        out.print(VisibleText.line(text) + "\n");
    }
}
