package pipeline.cli.jobs;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.ChangeResult;
import pipeline.store.JobRow;
import pipeline.store.query.QueryCondition;

/**
 * Lets something happen to jobs: the options that say to which, and the doing. Jobs that are named by number are changed
 * all or not at all; of those that are described, the ones whose status allows it.
 */
final class JobChange {

    private static final int MOST_NAMED = 10;

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    /**
     * Returns the jobs that are meant.
     *
     * @param unlessTyped the statuses of jobs that are only described, if no status is typed
     * @throws UserErrorException if nothing says which jobs, or one of them is in no status for it
     */
    QueryCondition meant(TableContext context, JobEvent event, Set<JobStatus> unlessTyped) {
        refuseSilence();
        Set<JobStatus> typed = selection.statuses();
        Set<JobStatus> impossible = EnumSet.noneOf(JobStatus.class);
        impossible.addAll(typed);
        impossible.removeAll(event.from());
        if (!impossible.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "a job that is %s cannot be changed in this way; %s"
                            .formatted(words(impossible, " or "), possible(event)));
        }
        QueryCondition meant = ids.condition(context).and(selection.condition(context));
        if (!ids.isEmpty()) {
            refuse(event, others(context, event));
            return meant;
        }
        return typed.isEmpty() ? meant.and(JobSelection.in(unlessTyped)) : meant;
    }

    /** Returns the jobs that are described, of every status if none is typed. */
    QueryCondition described(TableContext context) {
        return ids.condition(context).and(selection.withoutStatus(context));
    }

    /** Refuses a command line that says nothing about which jobs are meant. */
    void refuseSilence() {
        if (ids.isEmpty() && !selection.isSaid()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "say which jobs: by number, or with -j, --recipe, --status, --host, --where; --where '{}' means all");
        }
    }

    /**
     * Does it, and prints how many jobs it was done to.
     *
     * @param done a word such as {@code retried}
     */
    ExitCode change(TableContext context, JobEvent event, QueryCondition meant, String reason, String done) {
        ChangeResult change = ids.isEmpty()
                ? context.table().change(event, meant, reason)
                : context.table().changeAllOrNone(event, meant, reason);
        if (!ids.isEmpty() && !change.refused().isEmpty()) {
            refuse(event, others(context, event));
        }
        context.out().print("%s: %d\n".formatted(done, change.changed()));
        return ExitCode.DONE;
    }

    private List<JobRow> others(TableContext context, JobEvent event) {
        return ids.rows(context).stream()
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
            throw new UserErrorException(
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
