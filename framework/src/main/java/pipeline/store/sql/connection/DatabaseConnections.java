package pipeline.store.sql.connection;

import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The connections to one database, by what they are for. Thread-safe. */
public interface DatabaseConnections extends AutoCloseable {

    /** Returns the connections for transactions that write; on SQLite one at a time. */
    Jdbi writers();

    /** Returns the connections for reading, which delay no writer; a transaction there sees one state of the tables. */
    Jdbi readers();

    /** Returns the connection for heartbeats. It is never held for long, and on a server it stays open. */
    Jdbi heartbeats();

    /** Returns whether all writers share one connection, one after the other, which stays open. */
    boolean hasOneWriter();

    /** Returns connections for the very first look, past all pools, so that a refused login is reported at once. */
    Jdbi opening();

    /** Returns one line for people that says which database this is, without user and password. */
    String describe();

    /** Returns the file that holds it; empty for a server, or if there is none. */
    Optional<Path> file();

    /** Returns whether only one process may use it at a time, because of where it lies. */
    boolean isForOneOnly();

    @Override
    void close();
}
