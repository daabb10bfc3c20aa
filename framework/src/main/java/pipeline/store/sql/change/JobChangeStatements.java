package pipeline.store.sql.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.ChangeResult;
import pipeline.store.RetentionLimits;
import pipeline.store.StepName;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.query.JobReader;
import pipeline.store.sql.statement.ChunkedTransactions;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;
import pipeline.store.support.StoredText;

/** Changes many jobs at once, for people, refreshes and retention; never a job whose status does not allow it. */
public final class JobChangeStatements {

    private static final Set<JobEvent> BY_PEOPLE =
            EnumSet.of(JobEvent.RETRY, JobEvent.CANCEL, JobEvent.IGNORE, JobEvent.CLEAR, JobEvent.PURGE);

    private static final String RETRY = """
            UPDATE job SET status = 'pending', reason = '', resubmitted_time = %1$s, scheduled_time = %1$s,
              completed_time = NULL, duration = NULL, result = NULL, outputs = NULL, failure_kind = NULL, exit_code = NULL,
              error_message = '', error_stack = NULL, %3$s WHERE %2$s""";

    private static final String CANCEL = """
            UPDATE job SET status = 'error', reason = '', completed_time = %1$s, duration = NULL, result = NULL, outputs = NULL,
              failure_kind = 'cancelled', exit_code = NULL, error_message = :message, error_stack = NULL, owner = NULL
            WHERE job_id IN (%2$s)""";

    private static final String LOSE = """
            UPDATE attempt SET ending = 'lost', completed_time = %1$s, failure_kind = 'cancelled', error_message = :message
            WHERE (ending IS NULL OR ending = 'lost') AND job_id IN (%2$s)""";

    /** What a job takes up: its texts, and about 500 bytes for everything else and its attempts. */
    private static final String SIZE = "(500 + LENGTH(job_key) + LENGTH(work) + COALESCE(LENGTH(result), 0)"
            + " + LENGTH(error_message) + 2 * COALESCE(LENGTH(error_stack), 0))";

    /** Jobs that retention may delete. */
    private static final WhereClause ENDED = new WhereClause(allowed(JobEvent.PURGE), Map.of());

    private final Database database;
    private final ConditionSql conditions;
    private final ChunkedTransactions chunked;
    private final DiskSpace space;
    private final String now;

    public JobChangeStatements(
            Database database, ConditionSql conditions, ChunkedTransactions chunked, DiskSpace space) {
        this.database = database;
        this.conditions = conditions;
        this.chunked = chunked;
        this.space = space;
        this.now = database.dialect().now();
    }

    /** Lets something happen to the jobs to which it may happen, portion by portion. */
    public ChangeResult change(JobEvent event, QueryCondition within, String reason) {
        WhereClause condition = allowed(event, within);
        Map<JobStatus, Long> refused = database.read((handle, isRepeated) -> refused(handle, event, within));
        long changed = chunked.each(
                condition, (handle, jobs) -> apply(handle, event, condition.and("job_id IN (" + jobs + ")"), reason));
        if (event.to() == null && changed > 0) {
            space.giveBack();
        }
        return new ChangeResult(changed, refused);
    }

    /** Lets something happen to all jobs in one transaction, or to none. */
    public ChangeResult changeAllOrNone(JobEvent event, QueryCondition within, String reason) {
        return database.write((handle, isRepeated) -> {
            Map<JobStatus, Long> refused = refused(handle, event, within);
            return refused.isEmpty()
                    ? new ChangeResult(apply(handle, event, allowed(event, within), reason), refused)
                    : new ChangeResult(0, refused);
        });
    }

    private Map<JobStatus, Long> refused(Handle handle, JobEvent event, QueryCondition within) {
        if (!BY_PEOPLE.contains(event)) {
            throw new IllegalArgumentException("people cannot " + event);
        }
        Map<JobStatus, Long> refused = new EnumMap<>(JobReader.count(handle, conditions.of(within)));
        event.from().forEach(refused::remove);
        return refused;
    }

    private long apply(Handle handle, JobEvent event, WhereClause allowed, String reason) {
        if (event.to() == null) {
            return delete(handle, ids(handle, allowed, database.dialect().skipLocked()));
        }
        if (event == JobEvent.CANCEL) {
            return cancel(handle, ids(handle, allowed, database.dialect().locked()), StoredText.message(reason));
        }
        String update = event == JobEvent.RETRY
                ? RETRY.formatted(now, allowed.sql(), RowMappers.UNRESERVED)
                : "UPDATE job SET status = 'ignore', reason = :ignoreReason WHERE " + allowed.sql();
        return handle.createUpdate(update)
                .bindMap(allowed.values())
                .bind("ignoreReason", StoredText.clean(reason))
                .execute();
    }

    /** Of what has run and is not known to be over, the host may be asked. */
    private long cancel(Handle handle, List<Long> jobs, String message) {
        IdChunks.each(jobs, piece -> {
            String ids = IdChunks.in(piece);
            handle.createUpdate(LOSE.formatted(now, ids))
                    .bind("message", message)
                    .execute();
            handle.createUpdate(CANCEL.formatted(now, ids))
                    .bind("message", message)
                    .execute();
        });
        return jobs.size();
    }

    public long setPriority(int priority, QueryCondition within) {
        WhereClause condition = conditions.of(within).and(RowMappers.VISIBLE);
        return chunked.each(
                condition,
                (handle, jobs) -> handle.createUpdate(
                                "UPDATE job SET priority = :newPriority WHERE job_id IN (" + jobs + ")")
                        .bind("newPriority", priority)
                        .execute());
    }

    public long park(Collection<Long> jobs, String reason) {
        return database.write((handle, isRepeated) -> {
            long[] parked = {0};
            IdChunks.each(
                    jobs,
                    piece -> parked[0] += handle.createUpdate(
                                    "UPDATE job SET reason = :reason WHERE status = 'pending' AND job_id IN ("
                                            + IdChunks.in(piece) + ")")
                            .bind("reason", StoredText.clean(reason))
                            .execute());
            return parked[0];
        });
    }

    public long drop(StepName step, Set<String> wanted, Duration staleAfter, QueryCondition within) {
        WhereClause condition = allowed(JobEvent.DROP, within);
        List<Long> unwanted = database.read(
                (handle, isRepeated) -> handle.createQuery("SELECT job_id, key_hash FROM job WHERE " + condition.sql()
                                + " AND job_name = :stepJobName AND recipe = :stepRecipe AND step = :stepStep"
                                + " AND created_time < " + now + " - :stale")
                        .bindMap(condition.values())
                        .bind("stepJobName", step.jobName())
                        .bind("stepRecipe", step.recipe())
                        .bind("stepStep", step.step())
                        .bind("stale", staleAfter.toMillis())
                        .map((row, context) -> wanted.contains(row.getString(2)) ? -1L : row.getLong(1))
                        .filter(id -> id > 0)
                        .list());
        long dropped = delete(unwanted, condition);
        if (dropped > 0) {
            space.giveBack();
        }
        return dropped;
    }

    public long prune(RetentionLimits retention) {
        long pruned = 0;
        if (retention.age().isPresent()) {
            long age = retention.age().get().toMillis();
            WhereClause old = ENDED.and("COALESCE(completed_time, created_time) < " + now + " - " + age);
            pruned += chunked.each(old, (handle, jobs) -> delete(handle, old, jobs));
        }
        if (retention.jobs().isPresent()) {
            long kept = retention.jobs().getAsLong();
            pruned += delete(database.read((handle, isRepeated) -> beyond(handle, kept)), ENDED);
        }
        if (retention.bytes().isPresent()) {
            long bytes = retention.bytes().getAsLong();
            pruned += delete(database.read((handle, isRepeated) -> excess(handle, bytes)), ENDED);
        }
        if (pruned > 0) {
            space.giveBack();
        }
        return pruned;
    }

    /** Returns the finished jobs but for the newest ones. */
    private static List<Long> beyond(Handle handle, long kept) {
        List<Long> finished = handle.createQuery("SELECT job_id FROM job WHERE " + ENDED.sql()
                        + " ORDER BY COALESCE(completed_time, created_time) DESC, job_id DESC")
                .mapTo(Long.class)
                .list();
        return finished.subList((int) Math.min(kept, finished.size()), finished.size());
    }

    /** Returns the oldest finished jobs, so many that the texts of the others take up no more than so many bytes. */
    private static List<Long> excess(Handle handle, long bytes) {
        long[] excess = {
            handle.createQuery("SELECT COALESCE(SUM(" + SIZE + "), 0) FROM job")
                            .mapTo(Long.class)
                            .one()
                    - bytes
        };
        List<Long> oldest = new ArrayList<>();
        try (Stream<Long> finished = handle
                .createQuery("SELECT job_id, " + SIZE + " FROM job WHERE " + ENDED.sql()
                        + " ORDER BY COALESCE(completed_time, created_time), job_id")
                .map((row, context) -> {
                    boolean isExcess = excess[0] > 0;
                    excess[0] -= row.getLong(2);
                    return isExcess ? row.getLong(1) : -1L;
                })
                .stream()) {
            finished.takeWhile(id -> id > 0).forEach(oldest::add);
        }
        return oldest;
    }

    /** Deletes those of some jobs that still fit. */
    private long delete(List<Long> jobs, WhereClause allowed) {
        return chunked.each(jobs, (handle, portion) -> delete(handle, allowed, portion));
    }

    private long delete(Handle handle, WhereClause allowed, String jobs) {
        WhereClause those = allowed.and("job_id IN (" + jobs + ")");
        return delete(handle, ids(handle, those, database.dialect().skipLocked()));
    }

    private static List<Long> ids(Handle handle, WhereClause where, String end) {
        return new ArrayList<>(handle.createQuery("SELECT job_id FROM job WHERE " + where.sql() + end)
                .bindMap(where.values())
                .mapTo(Long.class)
                .list());
    }

    private static long delete(Handle handle, List<Long> jobs) {
        IdChunks.each(jobs, piece -> {
            Set<StepName> steps = StepStatements.stepsOf(handle, piece);
            handle.execute("DELETE FROM attempt WHERE job_id IN (" + IdChunks.in(piece) + ")");
            handle.execute("DELETE FROM job WHERE job_id IN (" + IdChunks.in(piece) + ")");
            StepStatements.removeEmpty(handle, steps);
        });
        return jobs.size();
    }

    private WhereClause allowed(JobEvent event, QueryCondition within) {
        return conditions.of(within).and(allowed(event)).and(RowMappers.VISIBLE);
    }

    private static String allowed(JobEvent event) {
        return "status IN ("
                + event.from().stream()
                        .map(status -> "'" + status.word() + "'")
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
