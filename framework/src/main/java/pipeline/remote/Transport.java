package pipeline.remote;

import java.util.Collection;

/** Reaches all hosts of a run, by SSH or on this machine. Thread-safe. */
public interface Transport extends AutoCloseable {

    /**
     * Makes sure that every host is known before anything starts; knows nothing of whether it is up.
     *
     * @throws UnknownHostsException if some are unknown; the message names them all
     */
    void check(Collection<String> hosts) throws UnknownHostsException;

    /** Returns the way to one host, the same object for the same name. Connects to nothing yet. */
    RemoteHost host(String name);

    /**
     * Returns the name of the machine behind a host name, for counting what runs there: the local transport has one machine
     * under all names.
     */
    String machine(String host);

    /** Returns the word of the configuration for how this transport reaches its hosts. */
    String method();

    /** Closes every slot and connection; what still runs in a slot is not waited for. */
    @Override
    void close();
}
