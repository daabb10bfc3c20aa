package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.LeftPendingReason;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.ShellQuoting;

/** The options that say which jobs are meant; all that are given must fit. */
final class JobSelection {

    /** What people say for a status. */
    private static final Map<String, JobStatus> SAID = Map.of(
            "waiting", JobStatus.PENDING,
            "running", JobStatus.RESERVED,
            "done", JobStatus.SUCCESS,
            "failed", JobStatus.ERROR,
            "skipped", JobStatus.IGNORE);

    @Mixin
    final NameSelection names = new NameSelection();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            order = 3,
            description =
                    "pending, reserved, success, error or ignore, or as people say waiting, running, done, failed, skipped;"
                            + " several with commas.")
    List<String> statuses = new ArrayList<>();

    @Option(
            names = "--parked",
            order = 3,
            description = "Parked jobs: pending since they wait for a host, such as one that is down or drained.")
    boolean parked;

    @Option(
            names = "--where",
            paramLabel = "QUERY",
            order = 5,
            description = "Jobs that fit a query such as '{\"exit_code\": {\"$gt\": 1}}'; '{}' means all.")
    @Nullable
    String where;

    /** Returns whether anything is said at all. */
    boolean isSaid() {
        return where != null || parked || !statuses.isEmpty() || names.isSaid();
    }

    /** Returns the statuses that were typed; none if none was. */
    Set<JobStatus> statuses() {
        return statuses.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(word -> status(word.strip()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobStatus.class)));
    }

    /** Returns the condition, but for the statuses. */
    QueryCondition withoutStatus(TableContext context) {
        List<QueryCondition> parts = names.conditions(context, JobFields.JOB_NAME, JobFields.RECIPE, JobFields.HOST);
        if (parked) {
            parts.add(QueryCondition.equal(JobFields.STATUS, JobStatus.PENDING.word()));
            parts.add(new QueryCondition.Compare(JobFields.REASON, QueryCondition.Relation.NOT_EQUAL, ""));
            parts.add(
                    new QueryCondition.Not(new QueryCondition.Glob(JobFields.REASON, LeftPendingReason.PREFIX + "*")));
        }
        if (where != null) {
            parts.add(context.condition(where, JobFields.ALL));
        }
        return QueryCondition.all(parts);
    }

    /** Returns the whole condition. */
    QueryCondition condition(TableContext context) {
        Set<JobStatus> typed = statuses();
        return typed.isEmpty() ? withoutStatus(context) : withoutStatus(context).and(in(typed));
    }

    static QueryCondition in(Collection<JobStatus> statuses) {
        return QueryCondition.in(
                JobFields.STATUS,
                statuses.stream().sorted().map(JobStatus::word).toList());
    }

    private static JobStatus status(String word) {
        JobStatus said = SAID.get(word);
        if (said != null) {
            return said;
        }
        List<String> words =
                Arrays.stream(JobStatus.values()).map(JobStatus::word).toList();
        Set<String> known = new LinkedHashSet<>(words);
        known.addAll(SAID.keySet());
        return JobStatus.of(word)
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--status must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", words),
                                        ShellQuoting.quote(word),
                                        DidYouMean.didYouMean(word, known))));
    }
}
