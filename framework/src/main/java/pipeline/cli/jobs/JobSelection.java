package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.LeftPendingReason;
import pipeline.store.query.Condition;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;
import pipeline.text.ShellQuoting;

/** The options that say which jobs are meant; all that are given must fit. */
final class JobSelection {

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "Jobs of this job name. May be given several times.")
    List<String> jobNames = new ArrayList<>();

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            order = 2,
            description = "Jobs of this recipe. May be given several times.")
    List<String> recipes = new ArrayList<>();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            order = 3,
            description = "pending, reserved, success, error or ignore; several with commas.")
    List<String> statuses = new ArrayList<>();

    @Option(
            names = "--parked",
            order = 3,
            description = "Parked jobs: pending since they wait for a host, such as one that is down or drained.")
    boolean parked;

    @Option(
            names = "--host",
            paramLabel = "HOSTS",
            order = 4,
            description = "Jobs for these hosts: a host set such as lce[001-010].")
    @Nullable
    String hosts;

    @Option(
            names = "--where",
            paramLabel = "QUERY",
            order = 5,
            description = "Jobs that fit a query such as '{\"exit_code\": {\"$gt\": 1}}'; '{}' means all.")
    @Nullable
    String where;

    /** Tells whether anything is said at all. */
    boolean isSaid() {
        return where != null
                || hosts != null
                || parked
                || Stream.of(jobNames, recipes, statuses).anyMatch(list -> !list.isEmpty());
    }

    /** Returns the statuses that were typed; none if none was. */
    Set<JobStatus> statuses() {
        return statuses.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(word -> status(word.strip()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobStatus.class)));
    }

    /** Returns the condition, but for the statuses. */
    Condition withoutStatus(TableContext context) {
        List<Condition> parts = new ArrayList<>();
        addNames(parts, JobFields.JOB_NAME, jobNames);
        addNames(parts, JobFields.RECIPE, recipes);
        if (hosts != null) {
            parts.add(Condition.in(JobFields.HOST, hostSet("--host", hosts)));
        }
        if (parked) {
            parts.add(Condition.equal(JobFields.STATUS, JobStatus.PENDING.word()));
            parts.add(new Condition.Compare(JobFields.REASON, Condition.Relation.NOT_EQUAL, ""));
            parts.add(new Condition.Not(new Condition.Glob(JobFields.REASON, LeftPendingReason.PREFIX + "*")));
        }
        if (where != null) {
            parts.add(context.condition(where, JobFields.ALL));
        }
        return Condition.all(parts);
    }

    /** Returns the whole condition. */
    Condition condition(TableContext context) {
        Set<JobStatus> typed = statuses();
        return typed.isEmpty() ? withoutStatus(context) : withoutStatus(context).and(in(typed));
    }

    static Condition in(Collection<JobStatus> statuses) {
        return Condition.in(
                JobFields.STATUS,
                statuses.stream().sorted().map(JobStatus::word).toList());
    }

    static List<String> hostSet(String option, String text) {
        try {
            return HostSet.parse(text).stream().toList();
        } catch (HostSetException e) {
            throw new UserErrorException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    private static void addNames(List<Condition> parts, Field field, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(Condition.in(field, names));
        }
    }

    private static JobStatus status(String word) {
        List<String> words =
                Arrays.stream(JobStatus.values()).map(JobStatus::word).toList();
        return JobStatus.of(word)
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--status must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", words),
                                        ShellQuoting.quote(word),
                                        DidYouMean.didYouMean(word, words))));
    }
}
