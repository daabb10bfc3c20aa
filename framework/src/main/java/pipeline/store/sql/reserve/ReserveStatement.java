package pipeline.store.sql.reserve;

import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.NewMember;
import pipeline.store.Reservation;

/** The conditional update by which pending jobs become reserved, each with the row of its new attempt. */
interface ReserveStatement {

    /** The change of a job or of several, whose numbers follow the first column of the condition. */
    String UPDATE = """
            UPDATE job SET status = 'reserved', reason = '', owner = ?, reservation = reservation + 1,
              attempts = attempts + 1, reserved_time = %1$s, completed_time = NULL, duration = NULL, result = NULL, outputs = NULL,
              failure_kind = NULL, exit_code = NULL, error_message = '', error_stack = NULL, user_name = ?, pid = ?,
              connection_id = (SELECT m.connection_id FROM member m WHERE m.member_id = ?), version = ?
            WHERE job_id %2$s AND status = 'pending' AND scheduled_time <= %1$s
              AND EXISTS (SELECT 1 FROM member m WHERE m.member_id = ? AND m.ended_time IS NULL)""";

    /** The beginning of the insertion of attempts. */
    String ATTEMPT = """
            INSERT INTO attempt (job_id, number, reservation, member_id, host, user_name, machine, pid, connection_id,
              version, reserved_time, error_message, fingerprint)
            SELECT job_id, attempts, reservation, owner, host, user_name, ?, pid, connection_id, version, reserved_time, '',
              fingerprint
            FROM\s""";

    /**
     * Reserves those of the wanted jobs that are to be had.
     *
     * @param owner the number of the member
     * @return what was reserved by this call and by no other
     */
    List<Reservation> reserve(Handle handle, long owner, NewMember member, List<Long> wanted);
}
