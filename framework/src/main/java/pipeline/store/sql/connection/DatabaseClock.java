package pipeline.store.sql.connection;

import org.jdbi.v3.core.Handle;
import pipeline.store.sql.dialect.Dialect;

/** The database's clock. */
public final class DatabaseClock {

    private final String query;

    public DatabaseClock(Dialect dialect) {
        this.query = "SELECT " + dialect.now();
    }

    /** Returns milliseconds since 1970. */
    public long millis(Handle handle) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }
}
