package pipeline.store.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.store.JobTable;
import pipeline.store.JobsSettings;
import pipeline.store.NoJobTableException;
import pipeline.store.TablePlace;

/** Opens job tables. */
public final class JobTables {

    private static final Logger LOG = LogManager.getLogger("pipeline.store");
    private static final Duration BUSY = Duration.ofSeconds(5);

    /** How long a command on the table waits, at which somebody sits. */
    private static final WaitLimit COMMAND = WaitLimit.of(Duration.ofSeconds(60));

    private JobTables() {}

    /**
     * Opens the table that is configured, for a master or a worker: as long as it can wait, so can its jobs.
     *
     * @throws pipeline.store.StoreException if it cannot be used
     */
    public static JobTable openForRun(JobsSettings settings) {
        WaitLimit limit = new WaitLimit(settings.timing().patience(), true);
        return new SqlJobTable(
                database(settings.place(), Access.WRITE, limit),
                settings.rules().keepCompleted());
    }

    /**
     * Opens the table that is configured, for a command that can be typed again.
     *
     * @throws NoJobTableException if it is to be read and nothing has been recorded yet
     * @throws pipeline.store.StoreException if it cannot be used
     */
    public static JobTable open(JobsSettings settings, Access access) {
        return new SqlJobTable(
                database(settings.place(), access, COMMAND), settings.rules().keepCompleted());
    }

    /** Opens a new table that ends with the process. */
    public static JobTable inMemory() {
        return open(JobsSettings.defaults(TablePlace.inMemory()), Access.WRITE);
    }

    /** Opens the table in a SQLite file, which is made if it is not there. */
    public static JobTable inFile(Path file) {
        return open(JobsSettings.defaults(TablePlace.in(file)), Access.WRITE);
    }

    /**
     * Opens a database with its tables.
     *
     * @param limit how long it is waited for whoever is in the way, and for a server that is away
     */
    static Database database(TablePlace place, Access access, WaitLimit limit) {
        return database(place, place.sqliteFile().map(SqliteFile::at), access, limit);
    }

    /** Opens a database with its tables; what is known of its file is given. */
    static Database database(TablePlace place, Optional<SqliteFile> file, Access access, WaitLimit limit) {
        boolean isReadOnly = access == Access.READ;
        boolean isThere = file.map(SqliteFile::exists).orElse(!place.isInMemory());
        if (isReadOnly && !isThere) {
            throw new NoJobTableException("there is no job table %s yet: no run has recorded anything there"
                    .formatted(file.map(it -> it.path().toString()).orElse("in memory")));
        }
        file.ifPresent(it -> it.refuseIfUnusable(isReadOnly));
        file.filter(it -> it.isOnNfs() && !isReadOnly).ifPresent(JobTables::warn);
        Database database =
                new Database(connections(place, file, limit, isReadOnly), dialect(place), limit, isReadOnly);
        try {
            Schema schema = new Schema(database);
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

    private static Connections connections(
            TablePlace place, Optional<SqliteFile> file, WaitLimit limit, boolean isReadOnly) {
        if (file.isPresent()) {
            return SqliteConnections.inFile(file.get(), limit.shorter(BUSY), isReadOnly);
        }
        return place.isInMemory() ? SqliteConnections.inMemory() : new ServerConnections(place, isReadOnly);
    }

    private static Dialect dialect(TablePlace place) {
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
