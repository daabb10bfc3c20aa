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
import pipeline.store.JobRow;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;
import tools.jackson.databind.JsonNode;

/** Shows everything about a job. */
@Command(
        name = "show",
        customSynopsis = "pipeline jobs show [OPTION...] ID... | --key=KEY",
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
            description = "The job's key as JSON, such as '{\"file\": \"a.fits\"}', or its hash; DataJoint's older hash"
                    + " will do, but takes longer.")
    @Nullable
    String key;

    @Mixin
    Selection selection = new Selection();

    @Override
    ExitCode run(Desk desk) {
        if (ids.isEmpty() == (key == null)) {
            throw new MistakeException(ExitCode.USAGE, "say which job: its number, or its key with --key, not both");
        }
        List<JobRow> rows = key == null ? ids.rows(desk) : found(desk, key);
        boolean isFirst = true;
        for (JobRow row : rows) {
            desk.out().print(isFirst ? "" : "\n");
            desk.out().print(JobText.of(row, desk.table().attempts(row.id())));
            isFirst = false;
        }
        return ExitCode.DONE;
    }

    private List<JobRow> found(Desk desk, String typed) {
        List<Long> found = LEGACY_HASH.matcher(typed).matches()
                ? byLegacyHash(desk, typed)
                : numbers(desk, Condition.equal(JobFields.KEY_HASH, hash(typed)));
        if (found.isEmpty()) {
            throw new MistakeException(
                    ExitCode.FAILED,
                    "there is no job with this key in %s".formatted(desk.table().describe()));
        }
        return desk.table().jobs(found);
    }

    private static String hash(String typed) {
        if (HASH.matcher(typed).matches()) {
            return typed;
        }
        try {
            return JobKey.parse(typed).hash();
        } catch (IllegalArgumentException e) {
            throw new MistakeException(ExitCode.USAGE, "--key: " + e.getMessage(), e);
        }
    }

    private List<Long> numbers(Desk desk, Condition condition) {
        List<Long> found = new ArrayList<>();
        desk.table()
                .query(
                        condition.and(selection.condition(desk)),
                        List.of(JobFields.JOB_ID),
                        null,
                        record -> found.add(record.get(JobFields.JOB_ID.name()).longValue()));
        return found;
    }

    /** Other keys may have this hash too, so all jobs are looked at. */
    private List<Long> byLegacyHash(Desk desk, String hash) {
        List<Long> found = new ArrayList<>();
        desk.table().query(selection.condition(desk), List.of(JobFields.JOB_ID, JobFields.KEY), null, record -> {
            JsonNode value = record.get(JobFields.KEY.name());
            if (JobKey.parse(value.toString()).legacyHash().equals(hash)) {
                found.add(record.get(JobFields.JOB_ID.name()).longValue());
            }
        });
        return found;
    }
}
