package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.job.JobKey;
import pipeline.job.Json;
import pipeline.store.JobRow;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;
import tools.jackson.databind.JsonNode;

/** Shows everything about a job. */
@Command(
        name = "show",
        customSynopsis = "pipeline jobs show [OPTION...] [ID...]",
        description = "Shows everything about a job: its key, its attempts, where its output is, and the end of its"
                + " standard error.")
final class ShowJob extends TableCommand {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LEGACY_HASH = Pattern.compile("[0-9a-f]{32}");

    @Mixin
    JobIds ids = new JobIds();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            order = 6,
            description =
                    "The job's key, such as '{\"file\": \"a.fits\"}', or some of its parts, as a query has them, or its hash;"
                            + " DataJoint's older hash will do, but takes longer.")
    @Nullable
    String key;

    @Mixin
    Selection selection = new Selection();

    @Override
    ExitCode run(Desk desk) {
        if (ids.isEmpty() && key == null && !selection.isSaid()) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "say which job: its number, its key with --key, or -j, --recipe, --status, --host, --where");
        }
        boolean isFirst = true;
        for (JobRow row : rows(desk)) {
            desk.out().print(isFirst ? "" : "\n");
            desk.out().print(JobText.of(row, desk.table().attempts(row.id())));
            isFirst = false;
        }
        return ExitCode.DONE;
    }

    private List<JobRow> rows(Desk desk) {
        if (key == null && !selection.isSaid()) {
            return ids.rows(desk);
        }
        Condition meant = ids.condition(desk).and(selection.condition(desk));
        List<Long> found = key == null ? numbers(desk, meant) : ofKey(desk, key, meant);
        if (found.isEmpty()) {
            throw new MistakeException(
                    ExitCode.FAILED,
                    "there is no %s in %s"
                            .formatted(
                                    key == null ? "such job" : "job with this key",
                                    desk.table().describe()));
        }
        return desk.table().jobs(found);
    }

    private static List<Long> ofKey(Desk desk, String typed, Condition meant) {
        if (LEGACY_HASH.matcher(typed).matches()) {
            return byLegacyHash(desk, typed, meant);
        } else if (HASH.matcher(typed).matches()) {
            return numbers(desk, meant.and(Condition.equal(JobFields.KEY_HASH, typed)));
        }
        List<Long> whole = numbers(desk, meant.and(Condition.equal(JobFields.KEY_HASH, hash(typed))));
        return whole.isEmpty()
                ? numbers(
                        desk,
                        meant.and(Queries.parts(
                                "--key", JobFields.KEY, typed, desk.table().now())))
                : whole;
    }

    private static String hash(String typed) {
        try {
            return JobKey.parse(Json.write(Queries.value("--key", typed))).hash();
        } catch (IllegalArgumentException e) {
            throw new MistakeException(ExitCode.USAGE, "--key: " + e.getMessage(), e);
        }
    }

    private static List<Long> numbers(Desk desk, Condition condition) {
        List<Long> found = new ArrayList<>();
        desk.table()
                .query(
                        condition,
                        List.of(JobFields.JOB_ID),
                        null,
                        record -> found.add(record.get(JobFields.JOB_ID.name()).longValue()));
        return found;
    }

    /** Other keys may have this hash too, so all jobs are looked at. */
    private static List<Long> byLegacyHash(Desk desk, String hash, Condition meant) {
        List<Long> found = new ArrayList<>();
        desk.table().query(meant, List.of(JobFields.JOB_ID, JobFields.KEY), null, record -> {
            JsonNode value = record.get(JobFields.KEY.name());
            if (JobKey.parse(Json.write(value)).legacyHash().equals(hash)) {
                found.add(record.get(JobFields.JOB_ID.name()).longValue());
            }
        });
        return found;
    }
}
