package pipeline.cli.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.hostset.HostSet;
import pipeline.recipe.run.PlannedJobs;
import pipeline.recipe.run.RecipeRun;
import pipeline.text.Plural;
import pipeline.text.SizeText;
import pipeline.text.VisibleText;

/** What a dry run says at its end: how many jobs would run, and where; hosts with as many are one line. */
final class DryRunSummary {

    /** That many lines; hosts that come after them are counted. */
    private static final int MOST_LINES = 15;

    private static final int KIBI = 1024;

    private DryRunSummary() {}

    static String of(RecipeRun run) {
        if (!run.wasCutShort()) {
            return "dry run: no jobs would run\n";
        }
        PlannedJobs planned = run.plannedJobs();
        String all = Plural.of(run.scheduledJobs(), "job");
        PlannedJobs.Counts total = planned.total();
        boolean isAll = total.toRun() == run.scheduledJobs();
        return hosts(planned.hosts())
                + missing(total.files())
                + "dry run: %s would run%s; what follows depends on their outcomes\n"
                        .formatted(isAll ? all : total.toRun() + " of " + all, bytes(total.files()));
    }

    /** Says why it is not known on how many bytes jobs would run. */
    private static String missing(PlannedJobs.FileCounts files) {
        if (files.all() == 0 || files.sized() > 0) {
            return "";
        }
        return files.found() == 0
                ? "bytes are not known: the map has no sizes; pipeline hosts check MAP asks the hosts\n"
                : "bytes are not known: what was found are directories, and no host was asked how much is in them\n";
    }

    private static String bytes(PlannedJobs.FileCounts files) {
        if (files.sized() == 0) {
            return "";
        }
        String size = SizeText.of(files.bytes());
        return " on %s in %s%s"
                .formatted(
                        files.bytes() < KIBI ? Plural.of(files.bytes(), "byte") : size,
                        files.sized() == files.all() ? "" : files.sized() + " of ",
                        Plural.of(files.all(), "file"));
    }

    private static String hosts(Map<String, PlannedJobs.Counts> hosts) {
        if (hosts.size() < 2) {
            return "";
        }
        Map<PlannedJobs.Counts, List<String>> alike = new LinkedHashMap<>();
        hosts.forEach((host, counts) ->
                alike.computeIfAbsent(counts, key -> new ArrayList<>()).add(host));
        List<Map.Entry<PlannedJobs.Counts, List<String>>> groups = alike.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<PlannedJobs.Counts, List<String>> group) ->
                                group.getKey().toRun())
                        .thenComparingLong(group -> group.getKey().files().bytes())
                        .reversed())
                .toList();
        StringBuilder text = new StringBuilder();
        groups.stream().limit(MOST_LINES).forEach(group -> text.append(line(group.getValue(), group.getKey())));
        if (groups.size() > MOST_LINES) {
            long left = groups.stream()
                    .skip(MOST_LINES)
                    .mapToLong(group -> group.getValue().size())
                    .sum();
            text.append("and %s with fewer jobs\n".formatted(Plural.of(left, "host more", "hosts more")));
        }
        return text.toString();
    }

    private static String line(List<String> hosts, PlannedJobs.Counts counts) {
        boolean isOne = hosts.size() == 1;
        String where = isOne ? hosts.get(0) : "%s (%d hosts)".formatted(HostSet.folded(hosts), hosts.size());
        String others = counts.others() == 0 ? "" : ", %d would not".formatted(counts.others());
        return VisibleText.line("%s: %s%s would run%s%s"
                        .formatted(
                                where,
                                Plural.of(counts.toRun(), "job"),
                                isOne ? "" : " on each",
                                bytes(counts.files()) + (isOne || counts.files().sized() == 0 ? "" : " each"),
                                others))
                + "\n";
    }
}
