package pipeline.store.sql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;

/**
 * One connection for several threads, which get it in the order in which they came; opened at its first use. Thread-safe: the lock is
 * held from handing the connection out to taking it back.
 */
final class SharedConnection implements ConnectionFactory, AutoCloseable {

    private final ConnectionFactory opener;
    private final Runnable check;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable Connection connection;
    private boolean isClosed;

    /**
     * Makes it.
     *
     * @param check throws if what was opened is not what is there by now
     */
    SharedConnection(ConnectionFactory opener, Runnable check) {
        this.opener = opener;
        this.check = check;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction within a transaction would wait for itself");
        }
        turn.lock();
        try {
            if (isClosed) {
                throw new StoreException("the job table is closed", null);
            }
            Connection open = connection != null && !connection.isClosed() ? connection : opener.openConnection();
            connection = open;
            check.run();
            return open;
        } catch (SQLException | RuntimeException e) {
            turn.unlock();
            throw e;
        }
    }

    @Override
    public void closeConnection(Connection returned) {
        turn.unlock();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new StoreException("the job table cannot be closed: " + e.getMessage(), e);
        } finally {
            connection = null;
            isClosed = true;
            turn.unlock();
        }
    }
}
