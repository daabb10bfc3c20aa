package pipeline.store.sql;

import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.TableLocation;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.DatabaseConnections;
import pipeline.store.sql.connection.ServerConnections;
import pipeline.store.sql.connection.ServerKind;
import pipeline.store.sql.connection.SqliteConnections;
import pipeline.store.sql.connection.SqliteFile;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.dialect.SqliteDialect;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.support.RetryLimit;
import pipeline.time.Scheduler;

/** Opens job tables in SQL databases: SQLite in a file or in memory, PostgreSQL, MariaDB. */
public final class SqlJobTables {

    private static final Logger LOG = LogManager.getLogger("pipeline.store");
    private static final Duration BUSY = Duration.ofSeconds(5);

    private SqlJobTables() {}

    /**
     * Opens a table.
     *
     * @param limit how long to wait for a database that is locked or away
     * @param keepsCompleted whether successes keep more than key and status
     * @throws NoJobTableException if it is to be read and nothing has been recorded yet
     * @throws pipeline.store.StoreException if it cannot be used
     */
    public static JobTable open(TableLocation place, OpenMode mode, RetryLimit limit, boolean keepsCompleted) {
        return new SqlJobTable(database(place, mode, limit), keepsCompleted);
    }

    /** Opens a database with its tables. */
    static Database database(TableLocation place, OpenMode mode, RetryLimit limit) {
        return database(place, place.sqliteFile().map(SqliteFile::at), mode, limit);
    }

    /** Opens a database with its tables; what is known of its file is given. */
    static Database database(TableLocation place, Optional<SqliteFile> file, OpenMode mode, RetryLimit limit) {
        boolean isReadOnly = mode == OpenMode.READ;
        boolean isThere = file.map(SqliteFile::exists).orElse(!place.isInMemory());
        if (isReadOnly && !isThere) {
            throw new NoJobTableException("there is no job table %s yet: no run has recorded anything there"
                    .formatted(file.map(it -> it.path().toString()).orElse("in memory")));
        }
        file.ifPresent(it -> it.refuseIfUnusable(isReadOnly));
        file.filter(it -> it.isOnNfs() && !isReadOnly).ifPresent(SqlJobTables::warn);
        Database database = new Database(
                connections(place, file, limit, isReadOnly), dialect(place), limit, isReadOnly, Scheduler.system());
        try {
            SchemaMigration schema = new SchemaMigration(database);
            if (isReadOnly) {
                schema.check();
            } else {
                schema.migrate();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static DatabaseConnections connections(
            TableLocation place, Optional<SqliteFile> file, RetryLimit limit, boolean isReadOnly) {
        if (file.isPresent()) {
            return SqliteConnections.inFile(file.get(), limit.shorter(BUSY), isReadOnly);
        }
        return place.isInMemory() ? SqliteConnections.inMemory() : new ServerConnections(place, isReadOnly);
    }

    private static Dialect dialect(TableLocation place) {
        return place.isInMemory() || place.sqliteFile().isPresent()
                ? new SqliteDialect()
                : ServerKind.of(place).dialect();
    }

    private static void warn(SqliteFile file) {
        LOG.warn(
                "the job table {} lies on NFS, where only one master may use it, and slower; set [jobs] url to a file on a"
                        + " disk of this machine, or to a database server",
                file.path());
    }
}
