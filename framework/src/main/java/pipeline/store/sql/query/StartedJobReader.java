package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import pipeline.job.ComputeJob;
import pipeline.job.wire.JobJson;
import pipeline.store.StartedJob;
import pipeline.store.StepName;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.IdChunks;

/**
 * Finds the jobs of a step that were started lately: by their owner, or by their attempts where they have no owner any more,
 * since they were released or cancelled.
 */
public final class StartedJobReader {

    private static final String LATER_MEMBERS = "SELECT member_id FROM member WHERE member_id > :member"
            + " AND job_name = :jobName AND recipe = :recipe ORDER BY member_id";
    private static final String OWNED =
            "SELECT job_id, host, work, owner FROM job WHERE owner IN (%s) AND attempts > 0 AND %s";
    private static final String UNOWNED = "SELECT job_id, host, work,"
            + " (SELECT MAX(a.member_id) FROM attempt a WHERE a.job_id = job.job_id) FROM job"
            + " WHERE owner IS NULL AND status IN ('pending', 'error', 'ignore') AND attempts > 0 AND %s"
            + " AND EXISTS (SELECT 1 FROM attempt a WHERE a.job_id = job.job_id AND a.member_id > :member)";
    private static final String ABANDONED = "SELECT job.job_id, job.host, job.work, a.member_id FROM job"
            + " JOIN attempt a ON a.job_id = job.job_id AND a.number = job.attempts"
            + " WHERE job.status = 'pending' AND a.ending = 'lost' AND %s";
    private static final String OF_STEP = "job_name = :jobName AND recipe = :recipe AND step = :step";

    private final Database database;

    public StartedJobReader(Database database) {
        this.database = database;
    }

    public List<StartedJob> after(StepName step, long member) {
        return database.read((handle, isRepeated) -> {
            List<Long> members = bound(handle.createQuery(LATER_MEMBERS), step, member)
                    .mapTo(Long.class)
                    .list();
            List<StartedJob> jobs = new ArrayList<>();
            if (!members.isEmpty()) {
                IdChunks.each(
                        members,
                        piece -> read(handle, OWNED.formatted(IdChunks.in(piece), OF_STEP), step, member, jobs));
                read(handle, UNOWNED.formatted(OF_STEP), step, member, jobs);
            }
            return jobs;
        });
    }

    public List<StartedJob> abandoned(StepName step) {
        return database.read((handle, isRepeated) -> {
            List<StartedJob> jobs = new ArrayList<>();
            read(handle, ABANDONED.formatted(OF_STEP), step, 0, jobs);
            return jobs;
        });
    }

    private static void read(Handle handle, String sql, StepName step, long member, List<StartedJob> jobs) {
        bound(handle.createQuery(sql), step, member)
                .map((row, context) -> job(row))
                .forEach(jobs::add);
    }

    private static Query bound(Query query, StepName step, long member) {
        return query.bind("member", member)
                .bind("jobName", step.jobName())
                .bind("recipe", step.recipe())
                .bind("step", step.step());
    }

    private static StartedJob job(ResultSet row) throws SQLException {
        ComputeJob job = JobJson.read(row.getString(2), row.getString(3));
        return new StartedJob(row.getLong(1), job, row.getLong(4));
    }
}
