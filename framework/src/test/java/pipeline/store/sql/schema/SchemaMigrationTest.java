package pipeline.store.sql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.SqliteConnections;
import pipeline.store.sql.dialect.SqliteDialect;
import pipeline.store.support.RetryLimit;
import pipeline.time.Scheduler;

class SchemaMigrationTest {

    @Test
    void the_schema_is_made_once_and_migrating_again_changes_nothing() {
        try (Database database = new Database(
                SqliteConnections.inMemory(),
                new SqliteDialect(),
                RetryLimit.of(Duration.ofSeconds(1)),
                false,
                Scheduler.system())) {
            new SchemaMigration(database).migrate();
            new SchemaMigration(database).migrate();
            long jobs = database.read((handle, repeated) -> handle.createQuery("SELECT COUNT(*) FROM jobs")
                    .mapTo(Long.class)
                    .one());
            assertThat(jobs).isZero();
        }
    }
}
