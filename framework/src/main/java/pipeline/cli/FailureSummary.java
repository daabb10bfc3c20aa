package pipeline.cli;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroup;
import pipeline.failure.FailureGroups;
import pipeline.hostset.HostSet;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.JobLabel;
import pipeline.job.Outcome;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** What a tired user needs to see last: what went wrong, and on which hosts. */
final class FailureSummary {

    private static final int MOST_GROUPS = 20;

    private FailureSummary() {}

    /** Returns a block for each state, in it the causes with their hosts folded and a job as an example; empty if all went well. */
    static String of(List<Outcome> unsuccessful) {
        StringBuilder text = new StringBuilder();
        for (Outcome.State state : Outcome.State.values()) {
            List<Outcome> outcomes =
                    unsuccessful.stream().filter(o -> o.state() == state).toList();
            if (!outcomes.isEmpty()) {
                append(text, state, outcomes);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Outcome.State state, List<Outcome> outcomes) {
        text.append("%s %s:\n".formatted(jobs(outcomes.size()), words(state)));
        IdentityHashMap<FailedJob, Outcome> examples = new IdentityHashMap<>();
        FailureGroups folded = new FailureGroups();
        for (Outcome outcome : outcomes) {
            FailedJob job = failed(outcome);
            examples.put(job, outcome);
            folded.add(job);
        }
        List<FailureGroup> groups = folded.largestFirst();
        groups.stream().limit(MOST_GROUPS).forEach(group -> append(text, group, examples.get(group.example())));
        if (groups.size() > MOST_GROUPS) {
            text.append("  and %d more causes; the log has them all\n".formatted(groups.size() - MOST_GROUPS));
        }
    }

    private static FailedJob failed(Outcome outcome) {
        ComputeJob job = outcome.job();
        List<String> own = new ArrayList<>(List.of(JobLabel.of(job)));
        job.options().outputs().forEach(output -> own.add(ShellQuoting.quote(output.path())));
        return new FailedJob(
                outcome.attempt().map(Attempt::number).orElse(0L),
                job.host(),
                outcome.failure().map(Failure::kind).orElse(null),
                outcome.failure().map(Failure::exitCode).orElse(null),
                outcome.message(),
                own);
    }

    private static void append(StringBuilder text, FailureGroup group, @Nullable Outcome example) {
        String times = group.jobs() > group.hosts().size() ? " (%s)".formatted(jobs(group.jobs())) : "";
        text.append("  %s: %s%s\n"
                .formatted(VisibleText.line(HostSet.folded(group.hosts())), VisibleText.line(group.cause()), times));
        FailedJob first = group.example();
        String such = group.jobs() > 1 ? "such as " : "";
        String message = group.isMasked() ? ": " + group.exampleMessage() : "";
        if (example != null && first.id() > 0) {
            String what = "%sjob %d (%s)%s; pipeline logs %d"
                    .formatted(such, first.id(), JobLabel.described(example.job()), message, first.id());
            text.append("    ").append(VisibleText.line(what)).append('\n');
        } else if (group.isMasked()) {
            text.append("    such as ")
                    .append(VisibleText.line(first.host() + message))
                    .append('\n');
        }
    }

    static String jobs(long count) {
        return count == 1 ? "1 job" : count + " jobs";
    }

    static String runningJobs(long count) {
        return count == 1 ? "1 running job" : count + " running jobs";
    }

    private static String words(Outcome.State state) {
        return switch (state) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case PARKED -> "parked, not failed: they wait for their hosts";
            case IGNORED -> "left out";
            case SKIPPED -> "skipped, no failure: they left their items out";
            case NOT_STARTED -> "not started";
        };
    }
}
