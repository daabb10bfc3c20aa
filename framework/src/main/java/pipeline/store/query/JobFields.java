package pipeline.store.query;

import static pipeline.store.query.QueryField.Search.SEARCHABLE;
import static pipeline.store.query.QueryField.Search.SHOWN_ONLY;
import static pipeline.store.query.QueryField.Search.SHOWN_WHEN_ASKED;
import static pipeline.store.query.QueryField.ValueType.INTEGER;
import static pipeline.store.query.QueryField.ValueType.JSON;
import static pipeline.store.query.QueryField.ValueType.REAL;
import static pipeline.store.query.QueryField.ValueType.TEXT;
import static pipeline.store.query.QueryField.ValueType.TIME;

import java.util.List;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;

/** The fields of a job: our own columns, and the keys of IPython's task record. */
public final class JobFields {

    public static final QueryField JOB_ID = new QueryField("job_id", INTEGER, SEARCHABLE);
    public static final QueryField RECIPE = new QueryField("recipe", TEXT, SEARCHABLE);
    public static final QueryField JOB_NAME = new QueryField("job_name", TEXT, SEARCHABLE);
    public static final QueryField STEP = new QueryField("step", TEXT, SEARCHABLE);
    public static final QueryField POSITION = new QueryField("position", INTEGER, SEARCHABLE);
    public static final QueryField KEY = new QueryField("key", JSON, SEARCHABLE);
    public static final QueryField KEY_HASH = new QueryField("key_hash", TEXT, SEARCHABLE);
    public static final QueryField STATUS = QueryField.ofWords("status", JobStatus.values());
    public static final QueryField HOST = new QueryField("host", TEXT, SEARCHABLE);
    public static final QueryField PROGRAM = new QueryField("program", TEXT, SEARCHABLE);
    public static final QueryField LABEL = new QueryField("label", TEXT, SEARCHABLE);
    public static final QueryField PRIORITY = new QueryField("priority", INTEGER, SEARCHABLE);
    public static final QueryField CREATED_TIME = new QueryField("created_time", TIME, SEARCHABLE);
    public static final QueryField SCHEDULED_TIME = new QueryField("scheduled_time", TIME, SEARCHABLE);
    public static final QueryField RESERVED_TIME = new QueryField("reserved_time", TIME, SEARCHABLE);
    public static final QueryField COMPLETED_TIME = new QueryField("completed_time", TIME, SEARCHABLE);
    public static final QueryField DURATION = new QueryField("duration", REAL, SEARCHABLE);
    public static final QueryField ERROR_MESSAGE = new QueryField("error_message", TEXT, SEARCHABLE);
    public static final QueryField ERROR_STACK = new QueryField("error_stack", TEXT, SEARCHABLE);
    public static final QueryField FAILURE_KIND = QueryField.ofWords("failure_kind", FailureKind.values());
    public static final QueryField EXIT_CODE = new QueryField("exit_code", INTEGER, SEARCHABLE);
    public static final QueryField REASON = new QueryField("reason", TEXT, SEARCHABLE);
    public static final QueryField USER = new QueryField("user", TEXT, SEARCHABLE);
    public static final QueryField PID = new QueryField("pid", INTEGER, SEARCHABLE);
    public static final QueryField CONNECTION_ID = new QueryField("connection_id", INTEGER, SEARCHABLE);
    public static final QueryField VERSION = new QueryField("version", TEXT, SEARCHABLE);
    public static final QueryField ATTEMPTS = new QueryField("attempts", INTEGER, SEARCHABLE);
    public static final QueryField OWNER = new QueryField("owner", INTEGER, SEARCHABLE);
    public static final QueryField RESERVATION = new QueryField("reservation", INTEGER, SEARCHABLE);
    public static final QueryField RESULT = new QueryField("result", JSON, SEARCHABLE);

    public static final QueryField MSG_ID = new QueryField("msg_id", INTEGER, SEARCHABLE);
    public static final QueryField HEADER = new QueryField("header", JSON, SHOWN_ONLY);
    public static final QueryField CONTENT = new QueryField("content", JSON, SHOWN_ONLY);
    public static final QueryField BUFFERS = new QueryField("buffers", JSON, SHOWN_WHEN_ASKED);
    public static final QueryField SUBMITTED = new QueryField("submitted", TIME, SEARCHABLE);
    public static final QueryField CLIENT_UUID = new QueryField("client_uuid", TEXT, SEARCHABLE);
    public static final QueryField ENGINE_UUID = new QueryField("engine_uuid", TEXT, SEARCHABLE);
    public static final QueryField STARTED = new QueryField("started", TIME, SEARCHABLE);
    public static final QueryField COMPLETED = new QueryField("completed", TIME, SEARCHABLE);
    public static final QueryField RESUBMITTED = new QueryField("resubmitted", TIME, SEARCHABLE);
    public static final QueryField RESULT_HEADER = new QueryField("result_header", JSON, SHOWN_ONLY);
    public static final QueryField RESULT_CONTENT = new QueryField("result_content", JSON, SHOWN_ONLY);
    public static final QueryField RESULT_BUFFERS = new QueryField("result_buffers", JSON, SHOWN_WHEN_ASKED);
    /** Always {@code mux}, IPython's word for tasks that are bound to one engine, as jobs are to their host. */
    public static final QueryField QUEUE = new QueryField("queue", TEXT, SEARCHABLE, List.of("mux", "task"));

    public static final QueryField PYIN = new QueryField("pyin", TEXT, SHOWN_ONLY);
    public static final QueryField PYOUT = new QueryField("pyout", TEXT, SHOWN_ONLY);
    public static final QueryField PYERR = new QueryField("pyerr", TEXT, SEARCHABLE);
    public static final QueryField STDOUT = new QueryField("stdout", TEXT, SHOWN_WHEN_ASKED);
    public static final QueryField STDERR = new QueryField("stderr", TEXT, SHOWN_WHEN_ASKED);

    /** All of them, in the order in which a whole record shows them. */
    public static final List<QueryField> ALL = List.of(
            JOB_ID,
            RECIPE,
            JOB_NAME,
            STEP,
            POSITION,
            KEY,
            KEY_HASH,
            STATUS,
            HOST,
            PROGRAM,
            LABEL,
            PRIORITY,
            CREATED_TIME,
            SCHEDULED_TIME,
            RESERVED_TIME,
            COMPLETED_TIME,
            DURATION,
            ERROR_MESSAGE,
            ERROR_STACK,
            FAILURE_KIND,
            EXIT_CODE,
            REASON,
            USER,
            PID,
            CONNECTION_ID,
            VERSION,
            ATTEMPTS,
            OWNER,
            RESERVATION,
            RESULT,
            MSG_ID,
            HEADER,
            CONTENT,
            BUFFERS,
            SUBMITTED,
            CLIENT_UUID,
            ENGINE_UUID,
            STARTED,
            COMPLETED,
            RESUBMITTED,
            RESULT_HEADER,
            RESULT_CONTENT,
            RESULT_BUFFERS,
            QUEUE,
            PYIN,
            PYOUT,
            PYERR,
            STDOUT,
            STDERR);

    private JobFields() {}
}
