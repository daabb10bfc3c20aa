package pipeline.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.job.JobStatus;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;
import pipeline.store.support.OutputTail;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What records show of jobs: the columns, and IPython's task record made of them. */
final class JobRecordColumns {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The version of IPython's messages that have these names. */
    private static final String MESSAGE_VERSION = "5.0";

    private static final Map<Field, RecordColumn> CELLS = cells();

    private JobRecordColumns() {}

    static RecordColumn of(Field field) {
        RecordColumn cell = CELLS.get(field);
        if (cell == null) {
            throw new IllegalArgumentException("jobs have no " + field.name());
        }
        return cell;
    }

    private static Map<Field, RecordColumn> cells() {
        Map<Field, RecordColumn> cells = new HashMap<>();
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
                        RecordColumn.text(OutputTail.of(row.getString(first)).orElse(null)));
    }

    private static JsonNode header(ResultSet row, int first) throws SQLException {
        ObjectNode header = NODES.objectNode();
        header.set("msg_id", RecordColumn.integer(row, first));
        header.set("date", RecordColumn.time(row, first + 1));
        header.set("username", RecordColumn.text(row, first + 2));
        header.set("session", RecordColumn.text(row, first + 3));
        header.put("msg_type", "apply_request");
        return header.put("version", MESSAGE_VERSION);
    }

    /** Gives the arguments of what runs, one by one. */
    private static JsonNode buffers(ResultSet row, int first) throws SQLException {
        JsonNode work = RecordColumn.json(row, first);
        ArrayNode buffers = NODES.arrayNode();
        work.path("command").valueStream().skip(1).forEach(buffers::add);
        work.path("arguments").forEach(buffers::add);
        return buffers;
    }

    private static JsonNode resultHeader(ResultSet row, int first) throws SQLException {
        JobStatus status = RowMappers.status(row.getString(first));
        String word = switch (status) {
            case PENDING, RESERVED -> "";
            case SUCCESS -> "ok";
            case ERROR -> "error";
            case IGNORE -> "aborted";
        };
        if (word.isEmpty()) {
            return NODES.nullNode();
        }
        ObjectNode engine = NODES.objectNode();
        engine.set("host", RecordColumn.text(row, first + 3));
        engine.set("user", RecordColumn.text(row, first + 4));
        engine.set("pid", RecordColumn.integer(row, first + 5));
        engine.set("version", RecordColumn.text(row, first + 6));
        engine.set("attempts", RecordColumn.integer(row, first + 7));
        engine.set("exit_code", RecordColumn.integer(row, first + 8));
        ObjectNode header = NODES.objectNode().put("status", word);
        header.set("started", RecordColumn.time(row, first + 1));
        header.set("date", RecordColumn.time(row, first + 2));
        header.set("engine", RecordColumn.text(row, first + 3));
        header.set("engine_info", engine);
        return header;
    }

    private static JsonNode resultContent(ResultSet row, int first) throws SQLException {
        JobStatus status = RowMappers.status(row.getString(first));
        if (status != JobStatus.ERROR) {
            return status == JobStatus.SUCCESS ? RecordColumn.json(row, first + 1) : NODES.nullNode();
        }
        String stack = row.getString(first + 4);
        ArrayNode traceback = NODES.arrayNode();
        if (stack != null) {
            stack.lines().forEach(traceback::add);
        }
        ObjectNode content = NODES.objectNode().put("status", "error");
        content.set("ename", RecordColumn.text(row, first + 2));
        content.set("evalue", RecordColumn.text(row, first + 3));
        content.set("traceback", traceback);
        return content;
    }
}
