package pipeline.store.sql.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Prepared statements for what is done for each job, where naming values costs more than the database does. On a connection
 * that stays open they stay prepared. Confined to the thread that has the connection.
 */
final class StatementCache {

    /** Uses a statement; what it throws ends the transaction. */
    @FunctionalInterface
    public interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private final Map<String, PreparedStatement> kept = new HashMap<>();

    /**
     * Uses a statement of a transaction.
     *
     * @param keeps whether the connection stays open, always the same one
     */
    <T> T use(Handle handle, boolean keeps, String sql, Use<T> use) {
        try {
            if (!keeps) {
                try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
                    return use.with(statement);
                }
            }
            return use.with(kept(handle.getConnection(), sql));
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private PreparedStatement kept(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null || statement.getConnection() != connection) {
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
        // what an earlier use left behind when it failed
        statement.clearBatch();
        return statement;
    }

    /** What the database complained of. */
    private static final class StatementException extends JdbiException {
        private static final long serialVersionUID = 1;

        StatementException(SQLException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
