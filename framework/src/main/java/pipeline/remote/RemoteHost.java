package pipeline.remote;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * One host behind the door. Thread-safe; nothing blocks. Every future fails with a {@link TransportException} only, and
 * may complete on the thread that reads from the host.
 */
public interface RemoteHost {

    /** Gives the name as the mapfile has it. */
    String name();

    /** Opens a shell that stays open and takes scripts one after the other. */
    CompletableFuture<Slot> openSlot();

    /**
     * Makes a server of the master reachable from the host.
     *
     * @param server where the server listens on the master
     * @return where programs on the host reach it
     */
    CompletableFuture<InetSocketAddress> forward(InetSocketAddress server);

    /**
     * Brings a file to the host unless it is there already, whole or not at all.
     *
     * @param nodeDirectory where files are kept on the host; empty for {@code /var/tmp/pipeline-<uid>}; a leading
     *     {@code ~/} is the home directory there
     * @return the absolute path on the host
     */
    CompletableFuture<String> put(NodeFile file, String nodeDirectory);
}
