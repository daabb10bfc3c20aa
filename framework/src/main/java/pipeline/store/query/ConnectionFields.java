package pipeline.store.query;

import static pipeline.store.query.Field.Search.SEARCHABLE;
import static pipeline.store.query.Field.Type.INTEGER;
import static pipeline.store.query.Field.Type.TEXT;
import static pipeline.store.query.Field.Type.TIME;

import java.util.List;

/** The fields of a master or worker: the columns of DataJoint's {@code kill}, and our own. */
public final class ConnectionFields {

    public static final Field ID = new Field("id", INTEGER, SEARCHABLE);
    public static final Field KIND = new Field("kind", TEXT, SEARCHABLE, List.of("master", "worker"));
    public static final Field USER = new Field("user", TEXT, SEARCHABLE);
    public static final Field HOST = new Field("host", TEXT, SEARCHABLE);
    public static final Field PID = new Field("pid", INTEGER, SEARCHABLE);
    public static final Field COMMAND = new Field("command", TEXT, SEARCHABLE);
    public static final Field RECIPE = new Field("recipe", TEXT, SEARCHABLE);
    public static final Field JOB_NAME = new Field("job_name", TEXT, SEARCHABLE);
    public static final Field STARTED = new Field("started", TIME, SEARCHABLE);
    public static final Field HEARTBEAT = new Field("heartbeat", TIME, SEARCHABLE);
    /** How long it has been there, in seconds: DataJoint's TIME. */
    public static final Field TIME_HERE = new Field("time", INTEGER, SEARCHABLE);
    /** {@code ending} is who was asked to end, {@code silent} is who had no heartbeat for the orphan timeout. */
    public static final Field STATE =
            new Field("state", TEXT, SEARCHABLE, List.of("running", "ending", "silent", "ended"));
    /** The number of jobs that it has reserved. */
    public static final Field RESERVED = new Field("reserved", INTEGER, SEARCHABLE);
    /** What it runs, as one line: DataJoint's INFO. */
    public static final Field INFO = new Field("info", TEXT, SEARCHABLE);

    /** All of them, in the order in which they are shown. */
    public static final List<Field> ALL = List.of(
            ID, KIND, USER, HOST, PID, COMMAND, RECIPE, JOB_NAME, STARTED, HEARTBEAT, TIME_HERE, STATE, RESERVED, INFO);

    private ConnectionFields() {}
}
