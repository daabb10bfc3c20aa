package pipeline.cli.summary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroup;
import pipeline.failure.FailureGroups;
import pipeline.hostset.HostSet;
import pipeline.job.Attempt;
import pipeline.job.JobLabel;
import pipeline.job.Outcome;
import pipeline.text.DisplayWidth;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** What went wrong, and on which hosts: for each end a heading and its causes, the hosts folded, a job as an example. */
final class CauseSections {

    static final int MOST_CAUSES = 20;

    private CauseSections() {}

    /** How much is listed of each cause. */
    enum Detail {
        /** The hosts and the cause. */
        CAUSE,
        /** An example, and how to see more, too. */
        EXAMPLE,
        /** The first and last lines of what the example printed to standard error, too. */
        STANDARD_ERROR
    }

    /**
     * The jobs that came to one end, folded.
     *
     * @param causes the largest first
     */
    record CauseSection(JobEnd end, long jobs, List<Cause> causes) {}

    /**
     * A cause.
     *
     * @param example one of its jobs
     */
    record Cause(FailureGroup group, Outcome example) {

        /** Returns where the example's standard error is kept; null if it printed nothing there. */
        @Nullable
        Path stderr() {
            return example.attempt().map(Attempt::stderr).orElse(null);
        }

        /** Returns its number in the job table; 0 if it never came there. */
        long number() {
            return group.example().id();
        }
    }

    /** Folds what did not succeed. */
    static List<CauseSection> of(List<Outcome> unsuccessful) {
        Map<JobEnd, FailureGroups> folded = new EnumMap<>(JobEnd.class);
        IdentityHashMap<FailedJob, Outcome> examples = new IdentityHashMap<>();
        for (Outcome outcome : unsuccessful) {
            FailedJob job = FailedJob.of(outcome);
            examples.put(job, outcome);
            folded.computeIfAbsent(JobEnd.of(outcome), end -> new FailureGroups())
                    .add(job);
        }
        List<CauseSection> sections = new ArrayList<>();
        folded.forEach((end, groups) -> {
            List<Cause> causes = new ArrayList<>();
            for (FailureGroup group : groups.largestFirst()) {
                Outcome example = examples.get(group.example());
                if (example != null) {
                    causes.add(new Cause(group, example));
                }
            }
            sections.add(new CauseSection(end, groups.jobs(), causes));
        });
        return sections;
    }

    /**
     * Returns the lines of the sections.
     *
     * @param mostCauses so many of each section have lines; the rest are counted
     * @param columns how wide the screen is: hosts and cause that do not fit beside each other have a line each; empty for any width
     */
    static List<String> lines(List<CauseSection> sections, Detail detail, int mostCauses, OptionalInt columns) {
        List<String> lines = new ArrayList<>();
        for (CauseSection section : sections) {
            lines.add("%s %s:"
                    .formatted(Plural.of(section.jobs(), "job"), section.end().words()));
            section.causes().stream().limit(mostCauses).forEach(cause -> add(lines, cause, detail, columns));
            if (section.causes().size() > mostCauses) {
                lines.add("  and %s; summary.json beside the log has them all"
                        .formatted(Plural.of(section.causes().size() - mostCauses, "more cause")));
            }
        }
        return lines;
    }

    private static void add(List<String> lines, Cause cause, Detail detail, OptionalInt columns) {
        FailureGroup group = cause.group();
        String jobs = group.jobs() > group.hosts().size() ? Plural.of(group.jobs(), "job") : "";
        String hosts = HostSet.folded(group.hosts())
                + (group.hosts().size() == 1 ? "" : " (%s)")
                        .formatted(Plural.of(group.hosts().size(), "host"));
        String line = VisibleText.line(
                "  %s: %s%s".formatted(hosts, group.cause(), jobs.isEmpty() ? "" : " (%s)".formatted(jobs)));
        if (detail == Detail.CAUSE) {
            lines.add(line);
            return;
        }
        if (columns.isPresent() && DisplayWidth.of(line) > columns.getAsInt()) {
            lines.add(VisibleText.line("  %s%s:".formatted(hosts, jobs.isEmpty() ? "" : ", " + jobs)));
            lines.add(VisibleText.line("    " + group.cause()));
        } else {
            lines.add(line);
        }
        String such = group.jobs() > 1 ? "such as " : "";
        String message = group.isMasked() ? ": " + group.exampleMessage() : "";
        if (cause.number() > 0) {
            lines.add(VisibleText.line("    %sjob %d (%s)%s; pipeline logs %d"
                    .formatted(
                            such,
                            cause.number(),
                            JobLabel.described(cause.example().job()),
                            message,
                            cause.number())));
        } else if (group.isMasked()) {
            lines.add(VisibleText.line("    such as " + group.example().host() + message));
        }
        Path stderr = cause.stderr();
        if (detail == Detail.STANDARD_ERROR && stderr != null) {
            excerpt(lines, stderr);
        }
    }

    /** A single line is the cause itself, which is shown already. */
    private static void excerpt(List<String> lines, Path stderr) {
        OutputExcerpt excerpt = OutputExcerpt.of(stderr);
        if (excerpt.lines().size() < 2) {
            return;
        }
        excerpt.lines().forEach(line -> lines.add("      | " + line));
        if (!excerpt.isWhole()) {
            lines.add("      all of it: " + VisibleText.line(stderr.toString()));
        }
    }
}
