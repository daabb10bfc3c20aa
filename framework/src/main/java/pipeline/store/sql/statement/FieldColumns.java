package pipeline.store.sql.statement;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryField;

/** Where the values of fields stand in the tables: an expression for each field that conditions may use. */
public final class FieldColumns {

    private static final Map<QueryField, String> JOB = jobColumns();

    private FieldColumns() {}

    /** Returns the columns of jobs, for statements that call the table {@code job}. */
    public static Map<QueryField, String> ofJobs() {
        return JOB;
    }

    private static Map<QueryField, String> jobColumns() {
        Map<QueryField, String> columns = new HashMap<>();
        for (QueryField field : JobFields.ALL) {
            if (field.search() == QueryField.Search.SEARCHABLE) {
                columns.put(field, "job." + field.name());
            }
        }
        columns.put(JobFields.KEY, "job.job_key");
        columns.put(JobFields.USER, "job.user_name");
        columns.put(JobFields.MSG_ID, "job.job_id");
        columns.put(JobFields.SUBMITTED, "job.created_time");
        columns.put(JobFields.CLIENT_UUID, "(SELECT member.uuid FROM member WHERE member.member_id = job.submitter)");
        columns.put(JobFields.ENGINE_UUID, "job.host");
        // how an attempt began is written when it ends; until then a job is taken to begin when it is reserved
        columns.put(
                JobFields.STARTED,
                "(CASE WHEN job.status = 'pending' THEN NULL ELSE COALESCE((SELECT attempt.started_time FROM attempt"
                        + " WHERE attempt.job_id = job.job_id AND attempt.number = job.attempts), job.reserved_time) END)");
        columns.put(JobFields.COMPLETED, "job.completed_time");
        columns.put(JobFields.RESUBMITTED, "job.resubmitted_time");
        // IPython's word for tasks that are bound to one engine; with the collation of a column, not of the session
        columns.put(JobFields.QUEUE, "(CASE WHEN job.job_id > 0 THEN 'mux' ELSE job.status END)");
        columns.put(JobFields.PYERR, "job.error_stack");
        return Map.copyOf(columns);
    }

    /**
     * Returns the columns of members, for statements that call the table {@code member}.
     *
     * @param now the store's time
     * @param silentAfter how long a member may be without a heartbeat
     */
    public static Map<QueryField, String> ofMembers(Instant now, Duration silentAfter) {
        long millis = now.toEpochMilli();
        String age = "(COALESCE(member.ended_time, " + millis + ") - member.started_time)";
        String reserved = "(SELECT COUNT(*) FROM job WHERE job.owner = member.member_id AND job.status = 'reserved')";
        Map<QueryField, String> columns = new HashMap<>();
        for (QueryField field : ConnectionFields.ALL) {
            columns.put(field, "member." + field.name());
        }
        columns.put(ConnectionFields.ID, "member.member_id");
        columns.put(ConnectionFields.USER, "member.user_name");
        columns.put(ConnectionFields.HOST, "member.machine");
        columns.put(ConnectionFields.STARTED, "member.started_time");
        columns.put(ConnectionFields.HEARTBEAT, "member.heartbeat_time");
        columns.put(ConnectionFields.TIME_HERE, "((" + age + " - " + age + " % 1000) / 1000)");
        // the last branch is never taken; it gives the words the collation of a column
        columns.put(
                ConnectionFields.STATE,
                "(CASE WHEN member.ended_time IS NOT NULL THEN 'ended' WHEN member.asked_time IS NOT NULL THEN 'ending'"
                        + " WHEN member.heartbeat_time < "
                        + (millis - silentAfter.toMillis())
                        + " THEN 'silent' WHEN member.member_id > 0 THEN 'running' ELSE member.kind END)");
        columns.put(ConnectionFields.RESERVED, reserved);
        columns.put(
                ConnectionFields.INFO,
                "CONCAT(member.recipe, ' -j ', member.job_name, ': ', " + reserved + ", CASE " + reserved
                        + " WHEN 1 THEN ' job reserved' ELSE ' jobs reserved' END)");
        return Map.copyOf(columns);
    }
}
