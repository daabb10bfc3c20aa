package pipeline.remote;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown if a host cannot be reached or is lost; the message names the host, the cause and what to do. */
public final class TransportException extends Exception {

    private static final long serialVersionUID = 1;

    /** What stands between the master and the host. */
    public enum Cause {
        /** The name does not resolve, or the SSH configuration does not say how to reach it in words that Pipeline honours. */
        UNKNOWN_HOST,
        /** Nobody answers at the address. */
        UNREACHABLE,
        /** Somebody takes the connection and then says nothing, however long it is waited for. */
        SILENT,
        /** The address answers that nobody listens at the port. */
        REFUSED,
        /** Somebody listens at the port, but the SSH handshake did not come to its end. */
        HANDSHAKE,
        /** The key of the host is unknown, revoked or not the one that is known. */
        HOST_KEY,
        /** The host takes none of our keys. */
        AUTHENTICATION,
        /** The host is connected, but opens no further channel. */
        CHANNEL,
        /** The connection was there and broke. */
        LOST,
        /** The connection stands, but the shell at the other end has ended. */
        SHELL_ENDED,
        /** The host refuses to forward a port. */
        FORWARD,
        /** The host is connected, but a file cannot be brought to it. */
        NODE_FILES
    }

    private final Cause cause;
    private final String host;

    public TransportException(Cause cause, String host, String message) {
        this(cause, host, message, null);
    }

    /**
     * Makes the failure of one host.
     *
     * @param host the name as the map has it
     * @param message what happened, where, and what to do; the host is put before it
     */
    public TransportException(Cause cause, String host, String message, @Nullable Throwable reason) {
        super(host + ": " + message, reason);
        this.cause = Objects.requireNonNull(cause, "cause is null");
        this.host = host;
    }

    /** Finds the transport failure that a future failed with; null if it failed with something else, or not at all. */
    public static @Nullable TransportException in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException transport) {
                return transport;
            }
        }
        return null;
    }

    public Cause cause() {
        return cause;
    }

    /** Returns the host's name as the map has it. */
    public String host() {
        return host;
    }
}
