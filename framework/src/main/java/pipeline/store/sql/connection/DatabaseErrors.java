package pipeline.store.sql.connection;

import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.support.StoreErrorKind;
import pipeline.store.support.StoreErrors;
import pipeline.text.ShellQuoting;

/** Says in people's words what an SQL database complains of, and what to do. Stateless. */
public final class DatabaseErrors implements StoreErrors {

    private static final String AGAIN = "; then start the same command again, it goes on where it was";

    private final String table;
    private final Optional<Path> file;
    private final Dialect dialect;

    /**
     * Makes one for a database.
     *
     * @param file what holds it; empty for a server
     */
    DatabaseErrors(String table, Optional<Path> file, Dialect dialect) {
        this.table = table;
        this.file = file;
        this.dialect = dialect;
    }

    @Override
    public Optional<StoreErrorKind> kind(RuntimeException failure) {
        return failure instanceof JdbiException ? Optional.of(kind(root(failure))) : Optional.empty();
    }

    private StoreErrorKind kind(@Nullable SQLException failure) {
        if (failure == null) {
            return StoreErrorKind.OTHER;
        }
        // the pool's word for: others have all its connections
        boolean isPoolEmpty = failure instanceof SQLTransientConnectionException && failure.getSQLState() == null;
        return isPoolEmpty ? StoreErrorKind.BLOCKED : dialect.errorKind(failure);
    }

    /**
     * Finds what the database itself said below what its driver and its pool said.
     *
     * @return null if no database has a part in it
     */
    public static @Nullable SQLException root(Throwable thrown) {
        SQLException root = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                root = failure;
            }
        }
        return root;
    }

    @Override
    public StoreException explain(RuntimeException thrown, boolean isWrite, Duration waited) {
        String complaint = complaint(thrown);
        String waiting = waited.toSeconds() == 0 ? "" : " for " + waited.toSeconds() + " s";
        String text = switch (kind(root(thrown))) {
            case BLOCKED ->
                " has been locked by another process" + waiting + " (" + complaint + "); "
                        + file.map(it -> "see which one with: fuser " + it)
                                .orElse("see which one in the server's list of sessions")
                        + AGAIN;
            case CROWDED ->
                " has had no connection free" + waiting + " (" + complaint
                        + "); run fewer workers, or let the server allow more connections";
            case AWAY -> unreachable(thrown, waiting, complaint);
            case FULL ->
                " cannot be written: the disk that holds it is full (" + complaint + "); free some room" + AGAIN;
            case READ_ONLY, CLOSED ->
                " cannot be " + (isWrite ? "written" : "read") + ": "
                        + file.flatMap(it -> FileAccessCheck.of(it, isWrite))
                                .orElse(complaint + "; set its rights, or name another one in [jobs] url");
            case DAMAGED -> " is damaged (" + complaint + "); " + repair();
            case NO_DATABASE ->
                " is no SQLite database (" + complaint + "); name another file in [jobs] url, or move this one away";
            case DEVICE ->
                " cannot be " + (isWrite ? "written" : "read") + ": its disk fails (" + complaint
                        + "); see the system's log";
            case FORBIDDEN ->
                " does not let this user in, or not do this (" + complaint
                        + "); check user and password in [jobs], PIPELINE_JOBS_USER and PIPELINE_JOBS_PASSWORD";
            case UNKNOWN_DATABASE ->
                " is not there (" + complaint
                        + "); let the server's owner make the database, or name another one in [jobs] url";
            case OTHER -> " cannot be " + (isWrite ? "written" : "read") + ": " + complaint;
        };
        return new StoreException(table + text, thrown);
    }

    private static String unreachable(Throwable thrown, String waiting, String complaint) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return " cannot be reached: nobody knows the host " + cause.getMessage() + "; check [jobs] url";
            }
        }
        return " has been out of reach" + waiting + " (" + complaint + "); see whether the server runs at this address"
                + AGAIN;
    }

    /** The shell of SQLite's that systems have may be too old to recover, but what it can read it dumps, and gives up at the end. */
    private String repair() {
        return file.map(it ->
                        ("save what can be read with: sqlite3 %1$s .dump | sed 's/^ROLLBACK;.*/COMMIT;/' | sqlite3 %2$s;"
                                        + " then move %1$s away, %2$s there, and remove %3$s and %4$s")
                                .formatted(
                                        ShellQuoting.quote(it.toString()),
                                        ShellQuoting.quote(it + ".saved"),
                                        ShellQuoting.quote(it + "-wal"),
                                        ShellQuoting.quote(it + "-shm")))
                .orElse("see the server's log");
    }

    /** Returns in one line what the database said, or its driver if it said nothing. */
    @Override
    public String complaint(RuntimeException thrown) {
        SQLException failure = root(thrown);
        return String.valueOf(failure == null ? thrown.getMessage() : failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
