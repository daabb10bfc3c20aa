package pipeline.store.query;

import static pipeline.store.query.Field.Search.SEARCHABLE;
import static pipeline.store.query.Field.Search.SHOWN_ONLY;
import static pipeline.store.query.Field.Search.SHOWN_WHEN_ASKED;
import static pipeline.store.query.Field.Type.INTEGER;
import static pipeline.store.query.Field.Type.JSON;
import static pipeline.store.query.Field.Type.REAL;
import static pipeline.store.query.Field.Type.TEXT;
import static pipeline.store.query.Field.Type.TIME;

import java.util.List;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;

/** The fields of a job: our own columns, and the keys of IPython's task record. */
public final class JobFields {

    public static final Field JOB_ID = new Field("job_id", INTEGER, SEARCHABLE);
    public static final Field RECIPE = new Field("recipe", TEXT, SEARCHABLE);
    public static final Field JOB_NAME = new Field("job_name", TEXT, SEARCHABLE);
    public static final Field STEP = new Field("step", TEXT, SEARCHABLE);
    public static final Field POSITION = new Field("position", INTEGER, SEARCHABLE);
    public static final Field KEY = new Field("key", JSON, SEARCHABLE);
    public static final Field KEY_HASH = new Field("key_hash", TEXT, SEARCHABLE);
    public static final Field STATUS = Field.ofWords("status", JobStatus.values());
    public static final Field HOST = new Field("host", TEXT, SEARCHABLE);
    public static final Field PROGRAM = new Field("program", TEXT, SEARCHABLE);
    public static final Field LABEL = new Field("label", TEXT, SEARCHABLE);
    public static final Field PRIORITY = new Field("priority", INTEGER, SEARCHABLE);
    public static final Field CREATED_TIME = new Field("created_time", TIME, SEARCHABLE);
    public static final Field SCHEDULED_TIME = new Field("scheduled_time", TIME, SEARCHABLE);
    public static final Field RESERVED_TIME = new Field("reserved_time", TIME, SEARCHABLE);
    public static final Field COMPLETED_TIME = new Field("completed_time", TIME, SEARCHABLE);
    public static final Field DURATION = new Field("duration", REAL, SEARCHABLE);
    public static final Field ERROR_MESSAGE = new Field("error_message", TEXT, SEARCHABLE);
    public static final Field ERROR_STACK = new Field("error_stack", TEXT, SEARCHABLE);
    public static final Field FAILURE_KIND = Field.ofWords("failure_kind", FailureKind.values());
    public static final Field EXIT_CODE = new Field("exit_code", INTEGER, SEARCHABLE);
    public static final Field REASON = new Field("reason", TEXT, SEARCHABLE);
    public static final Field USER = new Field("user", TEXT, SEARCHABLE);
    public static final Field PID = new Field("pid", INTEGER, SEARCHABLE);
    public static final Field CONNECTION_ID = new Field("connection_id", INTEGER, SEARCHABLE);
    public static final Field VERSION = new Field("version", TEXT, SEARCHABLE);
    public static final Field ATTEMPTS = new Field("attempts", INTEGER, SEARCHABLE);
    public static final Field OWNER = new Field("owner", INTEGER, SEARCHABLE);
    public static final Field RESERVATION = new Field("reservation", INTEGER, SEARCHABLE);
    public static final Field RESULT = new Field("result", JSON, SEARCHABLE);

    public static final Field MSG_ID = new Field("msg_id", INTEGER, SEARCHABLE);
    public static final Field HEADER = new Field("header", JSON, SHOWN_ONLY);
    public static final Field CONTENT = new Field("content", JSON, SHOWN_ONLY);
    public static final Field BUFFERS = new Field("buffers", JSON, SHOWN_WHEN_ASKED);
    public static final Field SUBMITTED = new Field("submitted", TIME, SEARCHABLE);
    public static final Field CLIENT_UUID = new Field("client_uuid", TEXT, SEARCHABLE);
    public static final Field ENGINE_UUID = new Field("engine_uuid", TEXT, SEARCHABLE);
    public static final Field STARTED = new Field("started", TIME, SEARCHABLE);
    public static final Field COMPLETED = new Field("completed", TIME, SEARCHABLE);
    public static final Field RESUBMITTED = new Field("resubmitted", TIME, SEARCHABLE);
    public static final Field RESULT_HEADER = new Field("result_header", JSON, SHOWN_ONLY);
    public static final Field RESULT_CONTENT = new Field("result_content", JSON, SHOWN_ONLY);
    public static final Field RESULT_BUFFERS = new Field("result_buffers", JSON, SHOWN_WHEN_ASKED);
    /** Always {@code mux}, IPython's word for tasks that are bound to one engine, as jobs are to their host. */
    public static final Field QUEUE = new Field("queue", TEXT, SEARCHABLE, List.of("mux", "task"));

    public static final Field PYIN = new Field("pyin", TEXT, SHOWN_ONLY);
    public static final Field PYOUT = new Field("pyout", TEXT, SHOWN_ONLY);
    public static final Field PYERR = new Field("pyerr", TEXT, SEARCHABLE);
    public static final Field STDOUT = new Field("stdout", TEXT, SHOWN_WHEN_ASKED);
    public static final Field STDERR = new Field("stderr", TEXT, SHOWN_WHEN_ASKED);

    /** All of them, in the order in which a whole record shows them. */
    public static final List<Field> ALL = List.of(
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
