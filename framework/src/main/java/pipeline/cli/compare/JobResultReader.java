package pipeline.cli.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.failure.FailedJob;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobQueries;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the jobs of a run, in one pass. For one use. */
final class JobResultReader {

    private static final List<QueryField> READ = List.of(
            JobFields.JOB_ID,
            JobFields.RECIPE,
            JobFields.STEP,
            JobFields.PROGRAM,
            JobFields.LABEL,
            JobFields.KEY,
            JobFields.HOST,
            JobFields.STATUS,
            JobFields.DURATION,
            JobFields.FAILURE_KIND,
            JobFields.EXIT_CODE,
            JobFields.ERROR_MESSAGE);

    private final Map<JobResult.MatchKey, Integer> occurrences = new HashMap<>();
    private final List<JobResult> jobs = new ArrayList<>();

    private JobResultReader() {}

    static List<JobResult> read(JobQueries table, String jobName) {
        JobResultReader reader = new JobResultReader();
        table.query(QueryCondition.equal(JobFields.JOB_NAME, jobName), READ, null, reader::add);
        return reader.jobs;
    }

    private void add(ObjectNode record) {
        String label = text(record, JobFields.LABEL);
        JobResult.MatchKey first = new JobResult.MatchKey(
                text(record, JobFields.RECIPE),
                text(record, JobFields.STEP),
                text(record, JobFields.PROGRAM),
                // without a label the arguments distinguish jobs
                label.isEmpty() ? Json.write(record.path(JobFields.KEY.name())) : label,
                0);
        int occurrence = occurrences.merge(first, 1, Integer::sum) - 1;
        JobStatus status = JobStatus.of(text(record, JobFields.STATUS)).orElse(JobStatus.PENDING);
        JsonNode duration = record.path(JobFields.DURATION.name());
        long id = record.get(JobFields.JOB_ID.name()).longValue();
        String host = text(record, JobFields.HOST);
        jobs.add(new JobResult(
                new JobResult.MatchKey(first.recipe(), first.step(), first.program(), first.label(), occurrence),
                id,
                host,
                status,
                duration.isNumber() ? Double.valueOf(duration.doubleValue()) : null,
                status == JobStatus.ERROR ? failed(record, id, host) : null));
    }

    private static FailedJob failed(ObjectNode record, long id, String host) {
        JsonNode code = record.path(JobFields.EXIT_CODE.name());
        return new FailedJob(
                id,
                host,
                FailureKind.of(text(record, JobFields.FAILURE_KIND)).orElse(null),
                code.isNumber() ? code.intValue() : null,
                text(record, JobFields.ERROR_MESSAGE),
                List.of(text(record, JobFields.LABEL)));
    }

    private static String text(ObjectNode record, QueryField field) {
        return record.path(field.name()).stringValue("");
    }
}
