package pipeline.testing.stores;

import java.io.IOException;
import java.util.List;

/**
 * A real database server on loopback, with files of its own, which go away with it. It survives no end of this JVM, not
 * even a killed one. Its clock speaks in Nepal's time unless a session wishes otherwise.
 */
public interface StoreServer extends AutoCloseable {

    /** Makes an empty database. */
    StorePlace create();

    /** Deletes the rows of all these tables, and begins to count anew; nobody else may use them meanwhile. */
    void empty(StorePlace place, List<String> tables);

    /** Deletes what {@link #create} made, and ends its sessions. */
    void drop(StorePlace place);

    /** Returns the place of the server's owner, who may do anything. */
    StorePlace owner();

    int port();

    /** Ends all sessions of a place's user, without a goodbye. */
    void killSessions(StorePlace place);

    /** Lets the user of places have one connection at most, or any number again. */
    void allowOneConnection(boolean isOnlyOne);

    /** Refuses all changes, or allows them again; sessions that there are may go on as they like. */
    void refuseChanges(StorePlace place, boolean isRefused);

    /** Ends it as its service would; sessions are told. */
    void stop() throws IOException;

    /** Ends it at once, as a failure would; only what was committed lives on. */
    void crash() throws IOException;

    /** Starts it again on the same port with the same data, after {@link #stop} or {@link #crash}. */
    void start() throws IOException;

    @Override
    void close() throws IOException;
}
