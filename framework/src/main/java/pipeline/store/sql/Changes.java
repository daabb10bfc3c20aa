package pipeline.store.sql;

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
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.Change;
import pipeline.store.Retention;
import pipeline.store.StepName;
import pipeline.store.query.Condition;

/** What people, refreshes and retention do to many jobs at once; never to one that is not in a status that allows it. */
final class Changes {

    private static final Set<JobEvent> BY_PEOPLE =
            EnumSet.of(JobEvent.RETRY, JobEvent.CANCEL, JobEvent.IGNORE, JobEvent.CLEAR, JobEvent.PURGE);

    private static final String RETRY = """
            UPDATE job SET status = 'pending', reason = '', resubmitted_time = %1$s, scheduled_time = %1$s, reserved_time = NULL,
              completed_time = NULL, duration = NULL, result = NULL, outputs = NULL, failure_kind = NULL, exit_code = NULL,
              error_message = '', error_stack = NULL, owner = NULL WHERE %2$s""";

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

    private final Database database;
    private final ConditionSql conditions;
    private final String now;

    Changes(Database database, ConditionSql conditions) {
        this.database = database;
        this.conditions = conditions;
        this.now = database.dialect().now();
    }

    Change change(JobEvent event, Condition within, String reason, boolean isAllOrNone) {
        if (!BY_PEOPLE.contains(event)) {
            throw new IllegalArgumentException("people cannot " + event);
        }
        Where condition = conditions.of(within);
        return database.write((handle, isRepeated) -> {
            Map<JobStatus, Long> refused = new EnumMap<>(JobReader.count(handle, condition));
            event.from().forEach(refused::remove);
            if (isAllOrNone && !refused.isEmpty()) {
                return new Change(0, refused);
            }
            return new Change(apply(handle, event, condition, reason), refused);
        });
    }

    private long apply(Handle handle, JobEvent event, Where condition, String reason) {
        String allowed = allowed(event) + " AND " + Columns.VISIBLE + " AND (" + condition.sql() + ")";
        if (event.to() == null) {
            return delete(handle, ids(handle, allowed, condition));
        }
        if (event == JobEvent.CANCEL) {
            return cancel(
                    handle, ids(handle, allowed, condition, database.dialect().locked()), Texts.message(reason));
        }
        String update = event == JobEvent.RETRY
                ? RETRY.formatted(now, allowed)
                : "UPDATE job SET status = 'ignore', reason = :ignoreReason WHERE " + allowed;
        return handle.createUpdate(update)
                .bindMap(condition.values())
                .bind("ignoreReason", Texts.clean(reason))
                .execute();
    }

    /** Of what has run and is not known to be over, the host may be asked. */
    private long cancel(Handle handle, List<Long> jobs, String message) {
        Chunks.each(jobs, piece -> {
            String ids = Chunks.in(piece);
            handle.createUpdate(LOSE.formatted(now, ids))
                    .bind("message", message)
                    .execute();
            handle.createUpdate(CANCEL.formatted(now, ids))
                    .bind("message", message)
                    .execute();
        });
        return jobs.size();
    }

    long setPriority(int priority, Condition within) {
        Where condition = conditions.of(within);
        return database.write(
                (handle, isRepeated) -> (long) handle.createUpdate("UPDATE job SET priority = :newPriority WHERE "
                                + Columns.VISIBLE + " AND (" + condition.sql() + ")")
                        .bindMap(condition.values())
                        .bind("newPriority", priority)
                        .execute());
    }

    long park(Collection<Long> jobs, String reason) {
        return database.write((handle, isRepeated) -> {
            long[] parked = {0};
            Chunks.each(
                    jobs,
                    piece -> parked[0] += handle.createUpdate(
                                    "UPDATE job SET reason = :reason WHERE status = 'pending' AND job_id IN ("
                                            + Chunks.in(piece) + ")")
                            .bind("reason", Texts.clean(reason))
                            .execute());
            return parked[0];
        });
    }

    long drop(StepName step, Set<String> wanted, Duration staleAfter, Condition within) {
        Where condition = conditions.of(within);
        return database.write((handle, isRepeated) -> {
            List<Long> unwanted = handle.createQuery("SELECT job_id, key_hash FROM job WHERE " + allowed(JobEvent.DROP)
                            + " AND job_name = :stepJobName AND recipe = :stepRecipe AND step = :stepStep AND created_time < "
                            + now + " - :stale AND " + Columns.VISIBLE + " AND (" + condition.sql() + ")"
                            + database.dialect().skipLocked())
                    .bindMap(condition.values())
                    .bind("stepJobName", step.jobName())
                    .bind("stepRecipe", step.recipe())
                    .bind("stepStep", step.step())
                    .bind("stale", staleAfter.toMillis())
                    .map((row, context) -> wanted.contains(row.getString(2)) ? -1L : row.getLong(1))
                    .filter(id -> id > 0)
                    .list();
            return delete(handle, unwanted);
        });
    }

    long prune(Retention retention) {
        long pruned = retention
                .age()
                .map(age -> database.write((handle, isRepeated) ->
                        prune(handle, "COALESCE(completed_time, created_time) < " + now + " - " + age.toMillis(), 0)))
                .orElse(0L);
        if (retention.jobs().isPresent()) {
            pruned += database.write((handle, isRepeated) ->
                    prune(handle, "1 = 1", retention.jobs().getAsLong()));
        }
        if (retention.bytes().isPresent()) {
            pruned += database.write(
                    (handle, isRepeated) -> shrink(handle, retention.bytes().getAsLong()));
        }
        return pruned;
    }

    /** Deletes finished jobs that fit, but for the newest ones. */
    private long prune(Handle handle, String text, long kept) {
        List<Long> finished = handle.createQuery("SELECT job_id FROM job WHERE " + allowed(JobEvent.PURGE) + " AND "
                        + text + " ORDER BY COALESCE(completed_time, created_time) DESC, job_id DESC")
                .mapTo(Long.class)
                .list();
        return delete(handle, finished.subList((int) Math.min(kept, finished.size()), finished.size()));
    }

    /** Deletes the oldest finished jobs until the texts of the others take up no more than so many bytes. */
    private long shrink(Handle handle, long bytes) {
        long[] excess = {
            handle.createQuery("SELECT COALESCE(SUM(" + SIZE + "), 0) FROM job")
                            .mapTo(Long.class)
                            .one()
                    - bytes
        };
        List<Long> oldest = new ArrayList<>();
        try (Stream<Long> finished = handle
                .createQuery("SELECT job_id, " + SIZE + " FROM job WHERE " + allowed(JobEvent.PURGE)
                        + " ORDER BY COALESCE(completed_time, created_time), job_id")
                .map((row, context) -> {
                    boolean isExcess = excess[0] > 0;
                    excess[0] -= row.getLong(2);
                    return isExcess ? row.getLong(1) : -1L;
                })
                .stream()) {
            finished.takeWhile(id -> id > 0).forEach(oldest::add);
        }
        return delete(handle, oldest);
    }

    private List<Long> ids(Handle handle, String where, Where condition) {
        return ids(handle, where, condition, database.dialect().skipLocked());
    }

    private static List<Long> ids(Handle handle, String where, Where condition, String end) {
        return new ArrayList<>(handle.createQuery("SELECT job_id FROM job WHERE " + where + end)
                .bindMap(condition.values())
                .mapTo(Long.class)
                .list());
    }

    private static long delete(Handle handle, List<Long> jobs) {
        Chunks.each(jobs, piece -> {
            handle.execute("DELETE FROM attempt WHERE job_id IN (" + Chunks.in(piece) + ")");
            handle.execute("DELETE FROM job WHERE job_id IN (" + Chunks.in(piece) + ")");
        });
        return jobs.size();
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
