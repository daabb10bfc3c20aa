package pipeline.cli.hosts;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroup;
import pipeline.failure.FailureGroups;
import pipeline.hostcheck.HostProblem;
import pipeline.hostcheck.HostReport;
import pipeline.hostset.HostSet;
import pipeline.store.query.QueryField;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Prints what was found out about hosts: for people a line for those that are alike, and what is wrong below; for programs all of each. */
final class CheckReports {

    private static final List<QueryField> COLUMNS = fields(
            "host",
            "state",
            "sh",
            "java",
            "python3",
            "cores",
            "memory",
            "load",
            "free",
            "inodes",
            "clock",
            "files",
            "size",
            "account",
            "identity",
            "host_key",
            "shell",
            "node_directory",
            "available",
            "max_sessions",
            "max_startups",
            "problems");

    private static final List<QueryField> SHOWN = COLUMNS.subList(0, 11);
    private static final List<QueryField> SHOWN_WITH_FILES = COLUMNS.subList(0, 13);

    private final List<HostReport> reports;
    private final boolean withFiles;
    private final boolean withAllHosts;

    /**
     * Makes it.
     *
     * @param withFiles whether files were looked for
     * @param withAllHosts whether each host has a line of its own, also in a table
     */
    CheckReports(List<HostReport> reports, boolean withFiles, boolean withAllHosts) {
        this.reports = reports;
        this.withFiles = withFiles;
        this.withAllHosts = withAllHosts;
    }

    private static List<QueryField> fields(String... names) {
        return Stream.of(names)
                .map(name -> new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY))
                .toList();
    }

    void print(CliEnvironment environment, DisplayOptions display) {
        boolean isTable = display.format(OutputFormat.TABLE) == OutputFormat.TABLE;
        List<QueryField> usual = isTable ? withFiles ? SHOWN_WITH_FILES : SHOWN : COLUMNS;
        List<QueryField> columns = QueryArguments.keys(display.keys, COLUMNS, usual);
        List<String> names = columns.stream().map(QueryField::name).toList();
        try (RecordWriter writer = display.begin(environment, OutputFormat.TABLE, columns)) {
            if (isTable) {
                rows().forEach(row -> writer.write(row.shown().retain(names)));
            } else {
                reports.forEach(report -> writer.write(HostJson.of(report).retain(names)));
            }
        }
        if (isTable) {
            logins(environment.out());
            problems(environment.out());
            environment.out().flush();
        }
    }

    private List<HostRow> rows() {
        if (withAllHosts) {
            return reports.stream().map(HostRow::new).toList();
        }
        Map<List<String>, HostRow> rows = new LinkedHashMap<>();
        for (HostReport report : reports) {
            HostRow row = new HostRow(report);
            HostRow known = rows.putIfAbsent(row.alike(), row);
            if (known != null) {
                known.add(report);
            }
        }
        return List.copyOf(rows.values());
    }

    /** Says how hosts were logged in to: hosts where it is the same are one line. */
    private void logins(PrintStream out) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        for (HostReport report : reports) {
            report.login().ifPresent(login -> {
                List<String> parts = new ArrayList<>(
                        List.of("logged in as " + login.account().replaceFirst("@.*", "")));
                if (!login.identity().isEmpty()) {
                    parts.add("with " + login.identity());
                    parts.add("host key " + login.hostKey().replaceFirst(" .*", ""));
                }
                report.facts().text("shell").ifPresent(shell -> parts.add("login shell " + shell));
                report.facts().text("max-sessions").ifPresent(most -> parts.add("MaxSessions " + most));
                report.facts().text("max-startups").ifPresent(most -> parts.add("MaxStartups " + most));
                hosts.computeIfAbsent(String.join(", ", parts), how -> new ArrayList<>())
                        .add(report.host());
            });
        }
        if (!hosts.isEmpty()) {
            out.print("\n");
        }
        hosts.forEach((how, names) -> out.print(VisibleText.line(folded(names) + ": " + how) + "\n"));
    }

    private void problems(PrintStream out) {
        long wrong = reports.stream().filter(HostReport::hasError).count();
        out.print("\n%s\n"
                .formatted(
                        wrong == 0
                                ? hosts(reports.size()) + ": nothing keeps jobs from running"
                                : "%d of %s would fail or park jobs:".formatted(wrong, hosts(reports.size()))));
        groups(out, HostProblem::isError);
        if (reports.stream().flatMap(report -> report.problems().stream()).anyMatch(problem -> !problem.isError())) {
            out.print("worth knowing:\n");
            groups(out, problem -> !problem.isError());
        }
    }

    /** What is wrong with many hosts alike is one line. */
    private void groups(PrintStream out, Predicate<HostProblem> wanted) {
        FailureGroups groups = new FailureGroups();
        for (HostReport report : reports) {
            report.problems().stream()
                    .filter(wanted)
                    .forEach(problem ->
                            groups.add(new FailedJob(0, report.host(), null, null, problem.text(), List.of())));
        }
        for (FailureGroup group : groups.largestFirst()) {
            out.print("  "
                    + VisibleText.line(folded(List.copyOf(group.hosts())) + ": " + group.exampleMessage())
                    + (group.isMasked()
                            ? " (" + VisibleText.line(group.example().host()) + ", the others alike)"
                            : "")
                    + "\n");
        }
    }

    private static String hosts(long count) {
        return Plural.of(count, "host");
    }

    static String folded(List<String> hosts) {
        return hosts.size() == 1 ? hosts.get(0) : "%s (%d)".formatted(HostSet.folded(hosts), hosts.size());
    }
}
