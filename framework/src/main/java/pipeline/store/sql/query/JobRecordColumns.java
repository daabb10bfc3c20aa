package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryField;
import pipeline.store.sql.statement.FieldColumns;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.support.OutputTail;
import pipeline.store.support.TaskRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What records show of jobs: the columns, and IPython's task record made of them. */
final class JobRecordColumns {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<QueryField, RecordColumn> CELLS = cells();

    private JobRecordColumns() {}

    static RecordColumn of(QueryField field) {
        RecordColumn cell = CELLS.get(field);
        if (cell == null) {
            throw new IllegalArgumentException("jobs have no " + field.name());
        }
        return cell;
    }

    private static Map<QueryField, RecordColumn> cells() {
        Map<QueryField, RecordColumn> cells = new HashMap<>();
        FieldColumns.ofJobs().forEach((field, column) -> cells.put(field, RecordColumn.of(field, column)));
        String submitter = "FROM member WHERE member.member_id = job.submitter)";
        cells.put(
                JobFields.HEADER,
                new RecordColumn(
                        List.of(
                                "job.job_id",
                                "job.created_time",
                                "(SELECT member.user_name " + submitter,
                                "(SELECT member.uuid " + submitter),
                        JobRecordColumns::header));
        cells.put(JobFields.CONTENT, new RecordColumn(List.of("job.work"), RecordColumn::json));
        cells.put(JobFields.BUFFERS, new RecordColumn(List.of("job.work"), JobRecordColumns::buffers));
        cells.put(
                JobFields.RESULT_HEADER,
                new RecordColumn(
                        List.of(
                                "job.status",
                                ofLastAttempt("started_time"),
                                "job.completed_time",
                                "job.host",
                                "job.user_name",
                                "job.pid",
                                "job.version",
                                "job.attempts",
                                "job.exit_code"),
                        JobRecordColumns::resultHeader));
        cells.put(
                JobFields.RESULT_CONTENT,
                new RecordColumn(
                        List.of("job.status", "job.result", "job.failure_kind", "job.error_message", "job.error_stack"),
                        JobRecordColumns::resultContent));
        cells.put(JobFields.RESULT_BUFFERS, new RecordColumn(List.of(), (row, first) -> NODES.arrayNode()));
        cells.put(JobFields.PYIN, new RecordColumn(List.of(), (row, first) -> NODES.nullNode()));
        cells.put(JobFields.PYOUT, new RecordColumn(List.of(), (row, first) -> NODES.nullNode()));
        cells.put(JobFields.STDOUT, output("stdout_path"));
        cells.put(JobFields.STDERR, output("stderr_path"));
        return Map.copyOf(cells);
    }

    private static String ofLastAttempt(String column) {
        return "(SELECT attempt." + column + " FROM attempt WHERE attempt.job_id = job.job_id"
                + " ORDER BY attempt.number DESC LIMIT 1)";
    }

    private static RecordColumn output(String column) {
        return new RecordColumn(
                List.of(ofLastAttempt(column)),
                (row, first) ->
                        TaskRecord.text(OutputTail.of(row.getString(first)).orElse(null)));
    }

    private static JsonNode header(ResultSet row, int first) throws SQLException {
        return TaskRecord.header(
                RecordColumn.integer(row, first),
                RecordColumn.time(row, first + 1),
                RecordColumn.text(row, first + 2),
                RecordColumn.text(row, first + 3));
    }

    private static JsonNode buffers(ResultSet row, int first) throws SQLException {
        return TaskRecord.buffers(RecordColumn.json(row, first));
    }

    private static JsonNode resultHeader(ResultSet row, int first) throws SQLException {
        TaskRecord.LastRun engine = new TaskRecord.LastRun(
                RecordColumn.text(row, first + 3),
                RecordColumn.text(row, first + 4),
                RecordColumn.integer(row, first + 5),
                RecordColumn.text(row, first + 6),
                RecordColumn.integer(row, first + 7),
                RecordColumn.integer(row, first + 8));
        return TaskRecord.resultHeader(
                RowMappers.status(row.getString(first)),
                RecordColumn.time(row, first + 1),
                RecordColumn.time(row, first + 2),
                engine);
    }

    private static JsonNode resultContent(ResultSet row, int first) throws SQLException {
        return TaskRecord.resultContent(
                RowMappers.status(row.getString(first)),
                RecordColumn.json(row, first + 1),
                RecordColumn.text(row, first + 2),
                RecordColumn.text(row, first + 3),
                row.getString(first + 4));
    }
}
