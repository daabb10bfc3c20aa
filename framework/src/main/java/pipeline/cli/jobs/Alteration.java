package pipeline.cli.jobs;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.ChangeResult;
import pipeline.store.JobRow;
import pipeline.store.query.Condition;

/**
 * Lets something happen to jobs: the options that say to which, and the doing. Jobs that are named by number are changed
 * all or not at all; of those that are described, the ones whose status allows it.
 */
final class Alteration {

    private static final int MOST_NAMED = 10;

    @Mixin
    Selection selection = new Selection();

    @Mixin
    JobIds ids = new JobIds();

    /**
     * Gives the jobs that are meant.
     *
     * @param unlessTyped the statuses of jobs that are only described, if no status is typed
     * @throws MistakeException if nothing says which jobs, or one of them is in no status for it
     */
    Condition meant(Desk desk, JobEvent event, Set<JobStatus> unlessTyped) {
        refuseSilence();
        Set<JobStatus> typed = selection.statuses();
        Set<JobStatus> impossible = EnumSet.noneOf(JobStatus.class);
        impossible.addAll(typed);
        impossible.removeAll(event.from());
        if (!impossible.isEmpty()) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "a job that is %s cannot be changed in this way; %s"
                            .formatted(words(impossible, " or "), possible(event)));
        }
        Condition meant = ids.condition(desk).and(selection.condition(desk));
        if (!ids.isEmpty()) {
            refuse(event, others(desk, event));
            return meant;
        }
        return typed.isEmpty() ? meant.and(Selection.in(unlessTyped)) : meant;
    }

    /** Gives the jobs that are described, whatever their status, if none is typed. */
    Condition described(Desk desk) {
        return ids.condition(desk).and(selection.withoutStatus(desk));
    }

    /** Refuses a command line that says nothing about which jobs are meant. */
    void refuseSilence() {
        if (ids.isEmpty() && !selection.isSaid()) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "say which jobs: by number, or with -j, --recipe, --status, --host, --where; --where '{}' means all");
        }
    }

    /**
     * Does it, and prints how many jobs it was done to.
     *
     * @param done a word such as {@code retried}
     */
    ExitCode change(Desk desk, JobEvent event, Condition meant, String reason, String done) {
        ChangeResult change = ids.isEmpty()
                ? desk.table().change(event, meant, reason)
                : desk.table().changeAllOrNone(event, meant, reason);
        if (!ids.isEmpty() && !change.refused().isEmpty()) {
            refuse(event, others(desk, event));
        }
        desk.out().print("%s: %d\n".formatted(done, change.changed()));
        return ExitCode.DONE;
    }

    private List<JobRow> others(Desk desk, JobEvent event) {
        return ids.rows(desk).stream()
                .filter(row -> !event.from().contains(row.state().status()))
                .toList();
    }

    private static void refuse(JobEvent event, List<JobRow> others) {
        if (!others.isEmpty()) {
            String named = others.stream()
                    .limit(MOST_NAMED)
                    .map(row -> "job %d is %s"
                            .formatted(row.id(), row.state().status().word()))
                    .collect(Collectors.joining(", "));
            String more = others.size() > MOST_NAMED ? " and %d more".formatted(others.size() - MOST_NAMED) : "";
            throw new MistakeException(
                    ExitCode.FAILED, "%s%s; %s; nothing was changed".formatted(named, more, possible(event)));
        }
    }

    private static String possible(JobEvent event) {
        return "%s is for jobs that are %s"
                .formatted(event.name().toLowerCase(Locale.ROOT), words(event.from(), " or "));
    }

    private static String words(Set<JobStatus> statuses, String between) {
        return statuses.stream().sorted().map(JobStatus::word).collect(Collectors.joining(between));
    }
}
