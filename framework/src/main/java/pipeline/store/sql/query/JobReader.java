package pipeline.store.sql.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;
import pipeline.store.Progress;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;

/** Reads jobs and attempts. */
public final class JobReader {

    private static final String PROGRESS = """
            SELECT job_name, recipe, status, COUNT(*) AS jobs,
              SUM(CASE WHEN reason = '' OR SUBSTR(reason, 1, %d) = '%s' THEN 0 ELSE 1 END) AS parked
            FROM job WHERE %s AND (%s) GROUP BY job_name, recipe, status ORDER BY job_name, recipe""";

    /** The jobs are looked at from the last one back; an index of the status would lead through all that ever succeeded. */
    private static final String SUCCESS_DURATIONS = """
            SELECT duration FROM job WHERE job_id > (SELECT MAX(job_id) FROM job) - %d AND recipe = :recipe
            AND program = :program AND COALESCE(status, '') = 'success' AND duration IS NOT NULL ORDER BY job_id DESC LIMIT %d""";

    private static final int LOOKED_AT = 100_000;

    private final Database database;
    private final ConditionSql conditions;

    public JobReader(Database database, ConditionSql conditions) {
        this.database = database;
        this.conditions = conditions;
    }

    public List<JobRow> jobs(Collection<Long> ids) {
        return database.read((handle, isRepeated) -> byIds(handle, ids));
    }

    public static List<JobRow> byIds(Handle handle, Collection<Long> ids) {
        List<JobRow> rows = new ArrayList<>(ids.size());
        IdChunks.each(
                new TreeSet<>(ids),
                piece -> handle.createQuery("SELECT * FROM job WHERE job_id IN (" + IdChunks.in(piece) + ") AND "
                                + RowMappers.VISIBLE + " ORDER BY job_id")
                        .map((row, context) -> RowMappers.job(row))
                        .forEach(rows::add));
        return rows;
    }

    public List<AttemptRow> attempts(long job) {
        return database.read(
                (handle, isRepeated) -> handle.createQuery("SELECT * FROM attempt WHERE job_id = :job ORDER BY number")
                        .bind("job", job)
                        .map((row, context) -> RowMappers.attempt(row))
                        .list());
    }

    public List<AttemptRow> lastAttempts(Collection<Long> jobs) {
        return database.read((handle, isRepeated) -> {
            List<AttemptRow> rows = new ArrayList<>(jobs.size());
            IdChunks.each(
                    new TreeSet<>(jobs),
                    piece -> handle.createQuery("SELECT attempt.* FROM attempt JOIN job ON job.job_id = attempt.job_id"
                                    + " AND job.attempts = attempt.number WHERE job.job_id IN (" + IdChunks.in(piece)
                                    + ") ORDER BY job.job_id")
                            .map((row, context) -> RowMappers.attempt(row))
                            .forEach(rows::add));
            return rows;
        });
    }

    public List<Duration> successDurations(String recipe, String program, int most) {
        return database.read((handle, isRepeated) -> handle.createQuery(SUCCESS_DURATIONS.formatted(LOOKED_AT, most))
                .bind("recipe", recipe)
                .bind("program", program)
                .map((row, context) -> Duration.ofNanos(Math.round(row.getDouble(1) * 1e9)))
                .list());
    }

    public List<Progress> progress(QueryCondition within) {
        WhereClause condition = conditions.of(within);
        return database.read((handle, isRepeated) -> {
            ProgressAggregator sum = new ProgressAggregator();
            handle.createQuery(PROGRESS.formatted(
                            LeftPendingReason.PREFIX.length(),
                            LeftPendingReason.PREFIX,
                            RowMappers.VISIBLE,
                            condition.sql()))
                    .bindMap(condition.values())
                    .map((row, context) -> sum.add(row))
                    .forEach(added -> {});
            return sum.list();
        });
    }

    public Map<JobStatus, Long> count(QueryCondition within) {
        return database.read((handle, isRepeated) -> count(handle, conditions.of(within)));
    }

    public static Map<JobStatus, Long> count(Handle handle, WhereClause condition) {
        Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
        // an index of the status would lead SQLite to each job by itself
        handle.createQuery("SELECT COALESCE(status, ''), COUNT(*) FROM job WHERE " + RowMappers.VISIBLE + " AND ("
                        + condition.sql() + ") GROUP BY COALESCE(status, '')")
                .bindMap(condition.values())
                .map((row, context) -> counts.put(RowMappers.status(row.getString(1)), row.getLong(2)))
                .forEach(added -> {});
        return counts;
    }
}
