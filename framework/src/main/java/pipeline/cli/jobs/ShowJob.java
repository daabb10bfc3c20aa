package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.AttemptOutput;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.job.JobKey;
import pipeline.store.JobRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Shows everything about a job. */
@Command(
        name = "show",
        customSynopsis = "pipeline jobs show [OPTION...] [ID...]",
        description = "Shows everything about a job: its key, its attempts, where its output is, and the end of what it"
                + " printed, also while it runs.")
final class ShowJob extends TableCommand {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LEGACY_HASH = Pattern.compile("[0-9a-f]{32}");

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            order = 6,
            description =
                    "The job's key, such as '{\"file\": \"a.fits\"}', or some of its parts, as a query has them, or its hash;"
                            + " DataJoint's older hash will do, but takes longer.")
    @Nullable
    String key;

    @Option(
            names = "--reproduce",
            order = 7,
            description =
                    "Prints the ssh command that runs the same by hand, with its directory and environment, and nothing"
                            + " else. The values of secrets are not in it.")
    boolean isReproducing;

    @Mixin
    JobSelection selection = new JobSelection();

    @Override
    protected boolean isReachingHosts() {
        return isReproducing;
    }

    @Override
    protected ExitCode run(TableContext context) {
        if (ids.isEmpty() && key == null && !selection.isSaid()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "say which job: its number, its key with --key, or -j, --recipe, --status, --host, --where");
        }
        boolean isFirst = true;
        for (JobRow row : rows(context)) {
            if (isReproducing) {
                context.out().print(ReproductionCommand.of(row, typedBy(row, context), context.hosts()) + "\n");
                continue;
            }
            context.out().print(isFirst ? "" : "\n");
            context.out()
                    .print(JobDetails.of(
                            row,
                            context.table().attempts(row.id()),
                            AttemptOutput.ofLast(row, null, context.table()).orElse(null)));
            isFirst = false;
        }
        return ExitCode.DONE;
    }

    /** Returns the command line of the process that last ran a job; empty if the table has it no more. */
    private static String typedBy(JobRow row, TableContext context) {
        return context.table().lastAttempts(List.of(row.id())).stream()
                .flatMap(attempt -> context.table().members(true).stream()
                        .filter(member -> member.id() == attempt.owner().member()))
                .map(member -> member.member().command())
                .findFirst()
                .orElse("");
    }

    private List<JobRow> rows(TableContext context) {
        if (key == null && !selection.isSaid()) {
            return ids.rows(context);
        }
        QueryCondition meant = ids.condition(context).and(selection.condition(context));
        List<Long> found = key == null ? numbers(context, meant) : ofKey(context, key, meant);
        if (found.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.FAILED,
                    "there is no %s in %s"
                            .formatted(
                                    key == null ? "such job" : "job with this key",
                                    context.table().describe()));
        }
        return context.table().jobs(found);
    }

    private static List<Long> ofKey(TableContext context, String typed, QueryCondition meant) {
        if (LEGACY_HASH.matcher(typed).matches()) {
            return byLegacyHash(context, typed, meant);
        } else if (HASH.matcher(typed).matches()) {
            return numbers(context, meant.and(QueryCondition.equal(JobFields.KEY_HASH, typed)));
        }
        List<Long> whole = numbers(context, meant.and(QueryCondition.equal(JobFields.KEY_HASH, hash(typed))));
        return whole.isEmpty()
                ? numbers(
                        context,
                        meant.and(QueryArguments.parts(
                                "--key", JobFields.KEY, typed, context.table().now())))
                : whole;
    }

    private static String hash(String typed) {
        try {
            return JobKey.parse(Json.write(QueryArguments.value("--key", typed)))
                    .hash();
        } catch (IllegalArgumentException e) {
            throw new UserErrorException(ExitCode.USAGE, "--key: " + e.getMessage(), e);
        }
    }

    private static List<Long> numbers(TableContext context, QueryCondition condition) {
        List<Long> found = new ArrayList<>();
        context.table()
                .query(
                        condition,
                        List.of(JobFields.JOB_ID),
                        null,
                        record -> found.add(record.get(JobFields.JOB_ID.name()).longValue()));
        return found;
    }

    /** Other keys may have this hash too, so all jobs are looked at. */
    private static List<Long> byLegacyHash(TableContext context, String hash, QueryCondition meant) {
        List<Long> found = new ArrayList<>();
        context.table().query(meant, List.of(JobFields.JOB_ID, JobFields.KEY), null, record -> {
            JsonNode value = record.get(JobFields.KEY.name());
            if (JobKey.parse(Json.write(value)).legacyHash().equals(hash)) {
                found.add(record.get(JobFields.JOB_ID.name()).longValue());
            }
        });
        return found;
    }
}
