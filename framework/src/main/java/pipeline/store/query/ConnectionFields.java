package pipeline.store.query;

import static pipeline.store.query.QueryField.Search.SEARCHABLE;
import static pipeline.store.query.QueryField.ValueType.INTEGER;
import static pipeline.store.query.QueryField.ValueType.TEXT;
import static pipeline.store.query.QueryField.ValueType.TIME;

import java.util.List;

/** The fields of a master or worker: the columns of DataJoint's {@code kill}, and our own. */
public final class ConnectionFields {

    public static final QueryField ID = new QueryField("id", INTEGER, SEARCHABLE);
    public static final QueryField KIND = new QueryField("kind", TEXT, SEARCHABLE, List.of("master", "worker"));
    public static final QueryField USER = new QueryField("user", TEXT, SEARCHABLE);
    public static final QueryField HOST = new QueryField("host", TEXT, SEARCHABLE);
    public static final QueryField PID = new QueryField("pid", INTEGER, SEARCHABLE);
    public static final QueryField COMMAND = new QueryField("command", TEXT, SEARCHABLE);
    public static final QueryField RECIPE = new QueryField("recipe", TEXT, SEARCHABLE);
    public static final QueryField JOB_NAME = new QueryField("job_name", TEXT, SEARCHABLE);
    public static final QueryField STARTED = new QueryField("started", TIME, SEARCHABLE);
    public static final QueryField HEARTBEAT = new QueryField("heartbeat", TIME, SEARCHABLE);
    /** How long it has been there, in seconds: DataJoint's TIME. */
    public static final QueryField TIME_HERE = new QueryField("time", INTEGER, SEARCHABLE);
    /** {@code ending} is who was asked to end, {@code silent} is who had no heartbeat for the orphan timeout. */
    public static final QueryField STATE =
            new QueryField("state", TEXT, SEARCHABLE, List.of("running", "ending", "silent", "ended"));
    /** The number of jobs that it has reserved. */
    public static final QueryField RESERVED = new QueryField("reserved", INTEGER, SEARCHABLE);
    /** What it runs, as one line: DataJoint's INFO. */
    public static final QueryField INFO = new QueryField("info", TEXT, SEARCHABLE);

    /** All of them, in the order in which they are shown. */
    public static final List<QueryField> ALL = List.of(
            ID, KIND, USER, HOST, PID, COMMAND, RECIPE, JOB_NAME, STARTED, HEARTBEAT, TIME_HERE, STATE, RESERVED, INFO);

    private ConnectionFields() {}
}
