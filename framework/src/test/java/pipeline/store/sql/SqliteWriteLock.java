package pipeline.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import pipeline.testing.stores.StorePlace;

/** A lock against all who write a SQLite file, as another process would have it. */
final class SqliteWriteLock implements AutoCloseable {

    private final Connection connection;

    SqliteWriteLock(StorePlace place) throws SQLException {
        this.connection = place.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
        }
    }

    void release() throws SQLException {
        connection.close();
    }

    @Override
    public void close() throws SQLException {
        release();
    }
}
