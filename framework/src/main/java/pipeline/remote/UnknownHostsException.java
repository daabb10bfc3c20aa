package pipeline.remote;

import java.util.List;

/** Thrown for host names that do not resolve, all of them at once; the message says what to do. */
public final class UnknownHostsException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> hosts;

    /**
     * Makes the failure.
     *
     * @param hosts the unknown names
     * @param message names them and says what to do
     */
    public UnknownHostsException(List<String> hosts, String message) {
        super(message);
        this.hosts = List.copyOf(hosts);
    }

    /** Returns the unknown names in the order they were asked for. */
    public List<String> hosts() {
        return hosts;
    }
}
