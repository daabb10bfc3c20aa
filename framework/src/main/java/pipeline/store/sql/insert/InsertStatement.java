package pipeline.store.sql.insert;

import org.jdbi.v3.core.Handle;

/** Brings new jobs into the table, passing over those that are there already; their numbers grow with their positions. */
interface InsertStatement {

    /** The columns that are alike for all jobs of a piece, and then those that are not. */
    String COLUMNS = "recipe, job_name, step, submitter, batch, created_time, scheduled_time, status, reason,"
            + " error_message, user_name, pid, connection_id, version, attempts, reservation,"
            + " position, key_hash, job_key, host, program, work, label, priority, fingerprint";

    /** The values of the columns that are alike. */
    String ALIKE = "?, ?, ?, ?, ?, ?, ?, 'pending', '', '', '', 0, 0, '', 0, 0";

    /** Inserts jobs in the order of their positions. */
    void insert(Handle handle, InsertRows piece);
}
