package pipeline.store.sql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Transactions of SQLite by its own statements. The driver begins the next transaction within its {@code commit()}: when
 * that fails, what was committed would seem not to be, and a lock would be held by nobody. Without savepoints.
 */
final class SqliteTransactions implements TransactionHandler {

    private static final String NONE_LEFT = "no transaction is active";

    private final String begin;
    private boolean isOpen;

    private SqliteTransactions(String begin) {
        this.begin = begin;
    }

    /** For connections that write: a transaction is alone from its beginning. */
    static SqliteTransactions writing() {
        return new SqliteTransactions("BEGIN IMMEDIATE");
    }

    /** For connections that read: what they see is what there was at their first look. */
    static SqliteTransactions reading() {
        return new SqliteTransactions("BEGIN");
    }

    @Override
    public TransactionHandler specialize(Handle handle) {
        return new SqliteTransactions(begin);
    }

    @Override
    public void begin(Handle handle) {
        try {
            execute(handle, begin);
            isOpen = true;
        } catch (SQLException e) {
            throw new TransactionException("cannot begin", e);
        }
    }

    @Override
    public void commit(Handle handle) {
        try {
            execute(handle, "COMMIT");
            isOpen = false;
        } catch (SQLException e) {
            throw new TransactionException("cannot commit", e);
        }
    }

    @Override
    public void rollback(Handle handle) {
        try {
            execute(handle, "ROLLBACK");
        } catch (SQLException e) {
            // SQLite itself has rolled back what it could not do for want of space
            if (!String.valueOf(e.getMessage()).contains(NONE_LEFT)) {
                abandon(handle, e);
            }
        }
        isOpen = false;
    }

    /** Closes a connection in the middle of its transaction, which rolls it back as well. */
    private static void abandon(Handle handle, SQLException cause) {
        try {
            handle.getConnection().close();
        } catch (SQLException e) {
            e.addSuppressed(cause);
            throw new TransactionException("cannot roll back", e);
        }
    }

    private static void execute(Handle handle, String sql) throws SQLException {
        Connection connection = handle.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public boolean isInTransaction(Handle handle) {
        return isOpen;
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback) throws X {
        begin(handle);
        boolean isDone = false;
        try {
            R result = callback.withHandle(handle);
            commit(handle);
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                rollback(handle);
            }
        }
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
        return inTransaction(handle, callback);
    }

    @Override
    public void savepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("no savepoints");
    }

    @Override
    public void rollbackToSavepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("no savepoints");
    }

    @Override
    public void releaseSavepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("no savepoints");
    }
}
