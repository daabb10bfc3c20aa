package pipeline.cli.status;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.overview.ConsoleFile;
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
import pipeline.hostset.HostSet;
import pipeline.job.JobLabel;
import pipeline.store.JobQueries;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.text.DisplayWidth;
import pipeline.text.DurationText;
import pipeline.text.Plural;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** Prints one run for a person: the answers to how far, which host is slow, what runs now, and what failed. */
final class RunScreen {

    private static final int MOST_HOSTS = 20;
    private static final int MOST_RUNNING = 10;
    private static final int MOST_GROUPS = 20;
    private static final int MOST_HOSTS_OF_A_SCREEN = 5;
    private static final int LONGEST_HOST_SET = 60;

    /** What of a host is shown; the note comes last, since it may be long. */
    private static final List<String> HOST_COLUMNS = List.of(
            "host", "state", "running", "waiting", "parked", "done", "failed", "median", "slowest", "last_error");

    /** What is wrong first, then what is slow. */
    private static final Comparator<HostOverview> WORST_FIRST = Comparator.comparing(
                    (HostOverview host) -> host.note().isEmpty())
            .thenComparing(host -> -host.counts().failed())
            .thenComparing(host -> -Objects.requireNonNullElse(host.median(), 0.0));

    private final PrintStream out;
    private final OptionalInt width;
    private final OptionalInt height;
    private final boolean withAllHosts;

    /**
     * Makes one.
     *
     * @param width empty for any
     * @param height of the screen; empty if nothing need be left out for it
     */
    RunScreen(PrintStream out, OptionalInt width, OptionalInt height, boolean withAllHosts) {
        this.out = out;
        this.width = width;
        this.height = withAllHosts ? OptionalInt.empty() : height;
        this.withAllHosts = withAllHosts;
    }

    /** Returns of how many running jobs it wants to know. */
    static int mostRunning() {
        return MOST_RUNNING;
    }

    void print(RunOverview run, RunDetails details, JobQueries table) {
        List<String> head = head(run, details);
        List<ScreenSection> sections = new ArrayList<>();
        hosts(run, details.hosts()).ifPresent(sections::add);
        running(run, details.running()).ifPresent(sections::add);
        groups("failed", details.failures(), run, table).ifPresent(sections::add);
        groups("parked, not failed: they wait for their hosts", details.parked(), run, table)
                .ifPresent(sections::add);
        groups("left out", details.leftOut(), run, table).ifPresent(sections::add);
        groups("left undone, the next start goes on with them", details.left(), run, table)
                .ifPresent(sections::add);
        List<String> next = next(run);
        // the line where the next command is typed
        int others = head.size() + next.size() + 1;
        OptionalInt room = height.isPresent() ? OptionalInt.of(height.getAsInt() - others) : OptionalInt.empty();
        head.forEach(this::line);
        ScreenSection.lines(sections, room).forEach(this::line);
        if (!next.isEmpty() && height.isEmpty()) {
            line("");
        }
        next.forEach(this::line);
    }

    private List<String> head(RunOverview run, RunDetails details) {
        List<String> lines = new ArrayList<>();
        JobCounts counts = run.counts();
        lines.add("%s: %s, %s%s"
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
            lines.add("  %s %d on %s since %s"
                    .formatted(
                            member.member().kind().name().toLowerCase(Locale.ROOT),
                            member.member().process().pid(),
                            member.member().process().machine(),
                            ScreenTime.of(member.started())));
            if (member.member().kind() == NewMember.Kind.MASTER) {
                ConsoleFile.find(member.member()).ifPresent(file -> lines.add("  prints to " + file));
            }
        }
        String total = "  %d %% of %s:".formatted(counts.percent(), Plural.of(counts.total(), "job"));
        String parts = " %d done, %d failed, %d parked, %d running, %d waiting%s"
                .formatted(
                        counts.done(),
                        counts.failed(),
                        counts.parked(),
                        counts.running(),
                        counts.waiting(),
                        counts.ignored() == 0 ? "" : ", %d left out".formatted(counts.ignored()));
        if (width.isPresent() && (total + parts).length() > width.getAsInt()) {
            lines.add(total);
            lines.add(" " + parts);
        } else {
            lines.add(total + parts);
        }
        details.remaining(run)
                .ifPresent(left -> lines.add("  %.2f jobs/s, about %s left, until %s"
                        .formatted(
                                run.rate(),
                                DurationText.of(left),
                                ScreenTime.of(run.now().plus(left)))));
        return lines;
    }

    /** Where not all hosts are shown, those that say most are. */
    private Optional<ScreenSection> hosts(RunOverview run, List<HostOverview> hosts) {
        boolean isCut = !withAllHosts && hosts.size() > (height.isPresent() ? MOST_HOSTS_OF_A_SCREEN : MOST_HOSTS);
        List<HostOverview> shown = !isCut
                ? hosts
                : hosts.stream().sorted(WORST_FIRST).limit(MOST_HOSTS).toList();
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        PrintStream rows = new PrintStream(table, true, StandardCharsets.UTF_8);
        try (RecordWriter writer = OutputFormat.TABLE.begin(rows, HOST_COLUMNS, width)) {
            shown.forEach(host -> writer.write(HostsCommand.row(host)));
        }
        List<String> lines = table.toString(StandardCharsets.UTF_8).lines().toList();
        int hidden = hosts.size() - shown.size();
        List<List<String>> items = new ArrayList<>();
        lines.stream().skip(1).forEach(line -> items.add(List.of(line)));
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new ScreenSection(
                        lines.get(0),
                        items,
                        hidden,
                        left -> "and %s more: pipeline hosts -j %s"
                                .formatted(Plural.of(left, "host"), ShellQuoting.quote(run.jobName()))));
    }

    private static Optional<ScreenSection> running(RunOverview run, List<RunningJob> jobs) {
        List<List<String>> items = jobs.stream()
                .map(job -> List.of("  job %d (%s %s on %s) for %s"
                        .formatted(
                                job.row().id(),
                                job.row().job().program(),
                                job.label(),
                                job.row().job().host(),
                                DurationText.of(job.age(run.now())))))
                .toList();
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new ScreenSection(
                        "running now, the longest first:",
                        items,
                        Math.max(0, run.counts().running() - items.size()),
                        left -> "  and %s more".formatted(Plural.of(left, "job"))));
    }

    private Optional<ScreenSection> groups(String word, FailureGroups groups, RunOverview run, JobQueries table) {
        if (groups.jobs() == 0) {
            return Optional.empty();
        }
        List<FailureGroup> largest = groups.largestFirst();
        List<List<String>> items = largest.stream()
                .limit(MOST_GROUPS)
                .map(group -> height.isPresent() ? brief(group) : group(group, table))
                .toList();
        return Optional.of(new ScreenSection(
                "%s %s:".formatted(Plural.of(groups.jobs(), "job"), word),
                items,
                largest.size() - items.size(),
                left -> "  and %s more: pipeline jobs errors -j %s"
                        .formatted(Plural.of(left, "cause"), ShellQuoting.quote(run.jobName()))));
    }

    private static List<String> group(FailureGroup group, JobQueries table) {
        FailedJob example = group.example();
        String described = table.get(example.id())
                .map(row -> JobLabel.described(row.job()))
                .orElse(example.host());
        return List.of(
                "  %s on %s: %s".formatted(Plural.of(group.jobs(), "job"), shortHostSet(group), group.cause()),
                "    such as job %d (%s)%s"
                        .formatted(example.id(), described, group.isMasked() ? ": " + group.exampleMessage() : ""));
    }

    /** One line, with the number by which more can be asked. */
    private static List<String> brief(FailureGroup group) {
        int hosts = group.hosts().size();
        return List.of("  %s on %s: job %d: %s"
                .formatted(
                        Plural.of(group.jobs(), "job"),
                        hosts == 1 ? group.example().host() : Plural.of(hosts, "host"),
                        group.example().id(),
                        group.exampleMessage()));
    }

    private static String shortHostSet(FailureGroup group) {
        String all = group.hostSet();
        return all.length() <= LONGEST_HOST_SET
                ? all
                : "%s (%d hosts)"
                        .formatted(
                                DisplayWidth.shortened(HostSet.folded(group.hosts()), LONGEST_HOST_SET),
                                group.hosts().size());
    }

    /** What is typed to run again what failed. */
    private static List<String> next(RunOverview run) {
        MemberRow member = run.member();
        if (member == null
                || member.member().command().isEmpty()
                || run.counts().failed() == 0) {
            return List.of();
        }
        return List.of((run.state() == MasterState.LIVE ? "again, once the run has ended: " : "again: ")
                + member.member().command());
    }

    private void line(String text) {
        String shown = VisibleText.line(text);
        out.print((height.isPresent() && width.isPresent() ? DisplayWidth.shortened(shown, width.getAsInt()) : shown)
                + "\n");
    }
}
