package pipeline.store.sql;

import org.jdbi.v3.core.Handle;
import pipeline.store.sql.dialect.Dialect;

/** The database's clock. */
final class DatabaseClock {

    private final String query;

    DatabaseClock(Dialect dialect) {
        this.query = "SELECT " + dialect.now();
    }

    /** Returns milliseconds since 1970. */
    long millis(Handle handle) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }
}
