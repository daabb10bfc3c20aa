package pipeline.store.sql.connection;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file, or a database in memory. One connection writes, for one thread after the other; each reader has a connection of its
 * own for as long as it reads, but in memory there is only one connection for all.
 */
public final class SqliteConnections implements DatabaseConnections {

    private static final String MEMORY = "jdbc:sqlite::memory:";

    /** Space for the upper parts of all indexes; a new job has a place in each of them, far from the last one's. */
    private static final int CACHE_KIB = 64 * 1024;

    /** How many pages of 4 KiB the log of writes holds until they are written once more, into the file itself. */
    private static final int LOG_PAGES = 4000;

    private final Optional<SqliteFile> file;
    private final Optional<SharedConnection> writer;
    private final Jdbi writers;
    private final Jdbi readers;

    private SqliteConnections(
            Optional<SqliteFile> file, Optional<SharedConnection> writer, Jdbi writers, Jdbi readers) {
        this.file = file;
        this.writer = writer;
        this.writers = writers;
        this.readers = readers;
    }

    /** A database that ends with the process. */
    public static SqliteConnections inMemory() {
        SQLiteConfig config = config(Duration.ZERO);
        SharedConnection only = new SharedConnection(() -> open(MEMORY, config), () -> {});
        Jdbi all = jdbi(only, SqliteTransactions.writing());
        return new SqliteConnections(Optional.empty(), Optional.of(only), all, all);
    }

    /**
     * A database in a file.
     *
     * @param busy how long a writer waits for one of another process before that is reported
     */
    static SqliteConnections inFile(Path file, Duration busy, boolean isReadOnly) {
        return inFile(SqliteFile.at(file), busy, isReadOnly);
    }

    /** A database in a file, which is made if it is to be written. */
    public static SqliteConnections inFile(SqliteFile file, Duration busy, boolean isReadOnly) {
        SQLiteConfig reading = config(busy);
        reading.setReadOnly(true);
        Jdbi readers = jdbi(() -> open(file.readingUrl(), reading), SqliteTransactions.reading());
        if (isReadOnly) {
            return new SqliteConnections(Optional.of(file), Optional.empty(), readers, readers);
        }
        SQLiteConfig writing = config(busy);
        writing.setJournalMode(file.isOnNfs() ? SQLiteConfig.JournalMode.DELETE : SQLiteConfig.JournalMode.WAL);
        writing.setCacheSize(-CACHE_KIB);
        writing.setSynchronous(
                file.isOnNfs() ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        ConnectionFactory opener = () -> {
            file.make();
            if (!file.isOnNfs() && file.isEmpty()) {
                prepare(file.url(), config(busy));
            }
            return tuned(open(file.url(), writing));
        };
        SharedConnection writer = new SharedConnection(opener, file::refuseIfGone);
        return new SqliteConnections(
                Optional.of(file), Optional.of(writer), jdbi(writer, SqliteTransactions.writing()), readers);
    }

    /**
     * Lets a new file give back the space of what is deleted, which can only be said before anything else is in it. (On NFS,
     * where there is no write-ahead log that keeps the word, the file shrinks only when it is compacted.)
     */
    private static void prepare(String url, SQLiteConfig config) throws SQLException {
        try (Connection first = open(url, config);
                Statement statement = first.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    private static Connection tuned(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            return connection;
        }
    }

    private static Jdbi jdbi(ConnectionFactory connections, SqliteTransactions transactions) {
        Jdbi jdbi = Jdbi.create(connections);
        jdbi.setTransactionHandler(transactions);
        return jdbi;
    }

    private static SQLiteConfig config(Duration busy) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) busy.toMillis());
        // nobody asks for them, and the driver would ask the database after each insertion
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Connection open(String url, SQLiteConfig config) throws SQLException {
        SqliteLibrary.require();
        return DriverManager.getConnection(url, config.toProperties());
    }

    @Override
    public Jdbi writers() {
        return writers;
    }

    @Override
    public Jdbi readers() {
        return readers;
    }

    /** Of two connections of one process one would wait for the other by chance; here each has its turn. */
    @Override
    public Jdbi heartbeats() {
        return writers;
    }

    @Override
    public Jdbi opening() {
        return writers;
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public String describe() {
        return "the job table " + file.map(it -> it.path().toString()).orElse("in memory");
    }

    @Override
    public Optional<Path> file() {
        return file.map(SqliteFile::path);
    }

    @Override
    public boolean isForOneOnly() {
        return file.isEmpty() || file.get().isOnNfs();
    }

    @Override
    public void close() {
        writer.ifPresent(SharedConnection::close);
    }
}
