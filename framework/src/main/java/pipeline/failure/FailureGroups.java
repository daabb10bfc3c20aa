package pipeline.failure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;

/** Folds failed jobs by their cause, however many they are. Not thread-safe. */
public final class FailureGroups {

    private record Cause(
            @Nullable FailureKind kind, @Nullable Integer exitCode, String text) {}

    private final Map<Cause, FailureGroup> groups = new LinkedHashMap<>();
    private long jobs;

    /** Adds a job to those of its cause, and returns them. */
    public FailureGroup add(FailedJob job) {
        String text = CauseText.of(job);
        FailureGroup group = groups.computeIfAbsent(
                new Cause(job.kind(), exitCode(job), text), cause -> new FailureGroup(cause.text(), job));
        group.add(job);
        jobs++;
        return group;
    }

    /** How a program ended that was interrupted, ran too long or left no output says nothing of why it failed. */
    private static @Nullable Integer exitCode(FailedJob job) {
        return job.kind() == FailureKind.PROGRAM ? job.exitCode() : null;
    }

    /** Returns the groups, the largest first; of equal ones the one that was met first. */
    public List<FailureGroup> largestFirst() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(FailureGroup::jobs).reversed())
                .toList();
    }

    /** Returns how many jobs there are in all groups. */
    public long jobs() {
        return jobs;
    }
}
