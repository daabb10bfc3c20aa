package pipeline.store.sql.connection;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import pipeline.store.TableLocation;

/**
 * A database server, PostgreSQL or MariaDB: a small pool for writing, one for reading, and one connection for heartbeats. Each
 * is opened at its first use.
 */
public final class ServerConnections implements DatabaseConnections {

    private static final int WRITERS = 4;
    private static final int READERS = 3;
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(5);
    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** How long it is waited for a connection of the pool; {@link Database} has the patience for more. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /** PostgreSQL's driver prints what it throws; a logger that nobody holds forgets that it must not. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    static {
        DRIVER.setLevel(Level.OFF);
    }

    private final ServerKind kind;
    private final TableLocation place;
    private final HikariDataSource write;
    private final HikariDataSource read;
    private final HikariDataSource heartbeat;
    private final Jdbi writers;
    private final Jdbi readers;
    private final Jdbi heartbeats;
    private final Jdbi opening;

    public ServerConnections(TableLocation place, boolean isReadOnly) {
        this.kind = ServerKind.of(place);
        this.place = place;
        this.write = pool("job-table", LONGEST_STATEMENT, WRITERS);
        this.read = pool("job-table-reading", LONGEST_STATEMENT, READERS);
        read.setReadOnly(true);
        read.setConnectionInitSql(kind.start(true));
        read.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        this.heartbeat = pool("job-table-heartbeat", LONGEST_HEARTBEAT, 1);
        this.writers = Jdbi.create(write);
        this.readers = Jdbi.create(read);
        this.heartbeats = Jdbi.create(heartbeat);
        this.opening = Jdbi.create(() -> direct(isReadOnly));
    }

    private HikariDataSource pool(String name, Duration longestStatement, int connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(kind.url(place.url()));
        pool.setDataSourceProperties(kind.login(place, longestStatement));
        pool.setConnectionInitSql(kind.start(false));
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE.toMillis());
        pool.setConnectionTimeout(TURN.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return pool;
    }

    private Connection direct(boolean isReadOnly) throws SQLException {
        Connection connection =
                DriverManager.getConnection(kind.url(place.url()), kind.login(place, LONGEST_STATEMENT));
        try (Statement statement = connection.createStatement()) {
            statement.execute(kind.start(isReadOnly));
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setReadOnly(isReadOnly);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Jdbi writers() {
        return writers;
    }

    @Override
    public Jdbi readers() {
        return readers;
    }

    @Override
    public Jdbi heartbeats() {
        return heartbeats;
    }

    @Override
    public Jdbi opening() {
        return opening;
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    @Override
    public String describe() {
        return "the job table " + place.url().replaceAll("\\?.*", "");
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public boolean isForOneOnly() {
        return false;
    }

    @Override
    public void close() {
        write.close();
        read.close();
        heartbeat.close();
    }
}
