package pipeline.store.sql.query;

import java.util.function.Consumer;
import pipeline.store.AttemptSummary;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;

/** Returns attempts one by one. */
public final class AttemptQueries {

    /** As many rows come from a server at once, however many there are. */
    private static final int FETCHED = 1000;

    private static final String AFTER = """
            SELECT attempt.job_id, attempt.number, attempt.member_id, attempt.reserved_time, attempt.started_time,
              attempt.completed_time, attempt.duration, attempt.ending, attempt.failure_kind, attempt.exit_code,
              attempt.error_message
            FROM attempt JOIN job ON job.job_id = attempt.job_id
            WHERE (attempt.job_id > %1$d OR (attempt.job_id = %1$d AND attempt.number > %2$d)) AND %3$s AND (%4$s)
            ORDER BY attempt.job_id, attempt.number""";

    private final Database database;
    private final ConditionSql conditions;

    public AttemptQueries(Database database, ConditionSql conditions) {
        this.database = database;
        this.conditions = conditions;
    }

    /** Passes attempts to a sink; each of them once, even if the database is away for a moment in between. */
    public void each(QueryCondition jobs, Consumer<AttemptSummary> sink) {
        WhereClause condition = conditions.of(jobs);
        AttemptCursor cursor = new AttemptCursor();
        database.read((handle, isRepeated) -> {
            condition
                    .bindTo(handle.createQuery(
                            AFTER.formatted(cursor.job, cursor.number, RowMappers.VISIBLE, condition.sql())))
                    .setFetchSize(FETCHED)
                    .map((row, context) -> RowMappers.attemptSummary(row))
                    .forEach(attempt -> {
                        cursor.job = attempt.job();
                        cursor.number = attempt.number();
                        sink.accept(attempt);
                    });
            return true;
        });
    }

    /** Where a query goes on after a fault. */
    private static final class AttemptCursor {
        private long job;
        private int number;
    }
}
