package pipeline.store.sql;

import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The ways to one database. Thread-safe. */
interface DatabaseConnections extends AutoCloseable {

    /** Returns the way for transactions that write; on SQLite one at a time. */
    Jdbi writers();

    /** Returns the way for reading, which holds up no writer; a transaction there sees one state of the tables. */
    Jdbi readers();

    /** Returns the way for heartbeats. Nobody holds it up for long, and on a server it is one connection that stays open. */
    Jdbi heartbeats();

    /** Tells whether all writers have one and the same connection, one after the other, which stays open. */
    boolean hasOneWriter();

    /** Returns the way for the very first look, past all pools, which tells at once why nobody comes in. */
    Jdbi opening();

    /** Returns one line for people that says which database this is, without user and password. */
    String describe();

    /** Returns the file that holds it; empty if that is a server's affair, or if there is none. */
    Optional<Path> file();

    /** Tells whether only one process may use it at a time, because of where it lies. */
    boolean isForOneOnly();

    @Override
    void close();
}
