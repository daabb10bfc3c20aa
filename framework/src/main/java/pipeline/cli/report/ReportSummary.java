package pipeline.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.Version;
import pipeline.cli.overview.RunDetails;
import pipeline.cli.overview.RunJson;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.table.AttemptOutput;
import pipeline.hostset.HostSet;
import pipeline.job.JobLabel;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.support.OutputTail;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a report says about a run as a whole: all that {@code status} says, and who worked on it, and for each cause of a failure the
 * end of what an example printed to standard error.
 */
final class ReportSummary {

    private static final int MOST_LINES = 20;

    private ReportSummary() {}

    static ObjectNode of(RunOverview run, RunDetails details, JobTable table) {
        ObjectNode json = RunJson.of(run, details);
        json.put("table", table.describe());
        json.put("pipeline_version", Version.text().strip());
        ArrayNode members = json.putArray("members");
        table.members(true).stream()
                .filter(member -> member.member().jobName().equals(run.jobName()))
                .forEach(member -> members.add(member(member, members.objectNode())));
        for (JsonNode group : json.path("parked")) {
            fold((ObjectNode) group);
        }
        for (JsonNode group : json.path("failures")) {
            fold((ObjectNode) group);
            table.get(group.path("example_job_id").longValue())
                    .ifPresent(row -> example((ObjectNode) group, row, table));
        }
        return json;
    }

    private static ObjectNode member(MemberRow row, ObjectNode json) {
        json.put("kind", row.member().kind().name().toLowerCase(Locale.ROOT));
        json.put("recipe", row.member().recipe());
        json.put("command", row.member().command());
        json.put("version", row.member().version());
        json.put("user", row.member().process().user());
        json.put("machine", row.member().process().machine());
        json.put("pid", row.member().process().pid());
        json.put("started", row.started().toEpochMilli());
        json.put("last_seen", row.heartbeat().toEpochMilli());
        if (row.ended() != null) {
            json.put("ended", row.ended().toEpochMilli());
        }
        return json;
    }

    /** Puts the hosts of a group into one text, in place of a list that may be long. */
    private static void fold(ObjectNode group) {
        List<String> hosts =
                group.path("hosts").valueStream().map(JsonNode::stringValue).toList();
        group.put("host_count", hosts.size());
        group.put("hosts", HostSet.folded(hosts));
    }

    private static void example(ObjectNode group, JobRow row, JobTable table) {
        group.put("example_host", row.job().host());
        group.put("example_program", row.job().program());
        group.put("example_label", JobLabel.of(row.job()));
        Optional<AttemptOutput> output = AttemptOutput.ofLast(row, row.attempts(), table);
        Optional<String> printed = output.map(AttemptOutput::stderr).flatMap(file -> OutputTail.of(file.toString()));
        printed.or(() -> Optional.ofNullable(stack(row.ending())))
                .ifPresent(text -> group.put("example_stderr", lastLines(text)));
    }

    /** The table keeps the end of standard error of some failures, so that it is not lost with the machine that has the file. */
    private static @Nullable String stack(JobRow.@Nullable End end) {
        return end == null ? null : end.stack();
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}
