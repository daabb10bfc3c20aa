package pipeline.store.sql;

import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;
import pipeline.text.ShellQuoting;

/** Says in people's words what a database complains of, and what to do. Stateless. */
final class DatabaseErrors {

    private static final String AGAIN = "; then start the same command again, it goes on where it was";

    private final String table;
    private final Optional<Path> file;

    /**
     * For one database.
     *
     * @param file what holds it; empty for a server
     */
    DatabaseErrors(String table, Optional<Path> file) {
        this.table = table;
        this.file = file;
    }

    /**
     * Finds what the database itself said below what its driver and its pool said.
     *
     * @return null if no database has a part in it
     */
    static @Nullable SQLException root(Throwable thrown) {
        SQLException root = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                root = failure;
            }
        }
        return root;
    }

    /**
     * Makes the exception that people see.
     *
     * @param waited how long it was tried again and again
     */
    StoreException explain(
            DatabaseErrorKind fault,
            @Nullable SQLException failure,
            boolean isWrite,
            Duration waited,
            Throwable thrown) {
        String complaint = complaint(failure, thrown);
        String waiting = waited.toSeconds() == 0 ? "" : " for " + waited.toSeconds() + " s";
        String text = switch (fault) {
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

    /** Gives in one line what the database said, or whoever else complained. */
    static String complaint(@Nullable SQLException failure, Throwable thrown) {
        return String.valueOf(failure == null ? thrown.getMessage() : failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
