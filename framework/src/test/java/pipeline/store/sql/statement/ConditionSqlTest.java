package pipeline.store.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.SqliteConnections;
import pipeline.store.sql.dialect.SqliteDialect;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.support.RetryLimit;
import pipeline.time.Scheduler;

class ConditionSqlTest extends ConditionContract {

    @Override
    Database open() {
        return new Database(
                SqliteConnections.inMemory(),
                new SqliteDialect(),
                RetryLimit.of(Duration.ofSeconds(1)),
                false,
                Scheduler.system());
    }

    @Test
    void a_field_that_can_only_be_shown_is_refused() {
        ConditionSql jobs = ConditionSql.job(new SqliteDialect());
        assertThatThrownBy(() -> jobs.of(QueryCondition.equal(JobFields.STDOUT, "x")))
                .hasMessage("stdout can be shown, but not asked for");
    }

    @Test
    void a_query_by_status_and_hosts_uses_the_index_of_places() {
        QueryCondition where = QueryCondition.equal(JobFields.STATUS, "error")
                .and(QueryCondition.in(JobFields.HOST, List.of("lce001", "lce002")));
        WhereClause sql = ConditionSql.job(new SqliteDialect()).of(where);
        try (Database database = open()) {
            new SchemaMigration(database).migrate();
            String plan = database.read((handle, isRepeated) -> String.join(
                    "; ",
                    sql.bindTo(handle.createQuery("EXPLAIN QUERY PLAN SELECT * FROM job WHERE " + sql.sql()))
                            .map((row, context) -> row.getString("detail"))
                            .list()));
            assertThat(plan).contains("USING INDEX job_place (status=? AND host=?)");
        }
    }
}
