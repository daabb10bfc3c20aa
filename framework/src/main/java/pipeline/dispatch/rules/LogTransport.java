package pipeline.dispatch.rules;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * How log records travel from the nodes to the master.
 *
 * @param isTunnel through each host's SSH connection; else straight to {@link #bind}
 * @param bind where the log server listens; port 0 for any
 */
public record LogTransport(boolean isTunnel, InetSocketAddress bind) {

    private static final String DIRECT = "direct";

    /** The default: the server listens on loopback and is reached through the SSH connections. */
    static LogTransport tunnel() {
        return new LogTransport(true, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /**
     * Reads {@code tunnel}, {@code direct ADDRESS} or {@code direct ADDRESS:PORT}.
     *
     * @throws IllegalArgumentException with what was expected
     */
    static LogTransport parse(String text) {
        String word = text.strip();
        if (word.equals("tunnel")) {
            return tunnel();
        }
        if (!word.startsWith(DIRECT + " ")) {
            throw new IllegalArgumentException(
                    "must be 'tunnel', or 'direct ADDRESS[:PORT]' with an address of this machine that the nodes reach, but was '"
                            + word + "'");
        }
        String target = word.substring(DIRECT.length()).strip();
        int colon = target.lastIndexOf(':');
        boolean isBracketed = target.startsWith("[");
        boolean hasPort = colon > 0 && (isBracketed ? target.charAt(colon - 1) == ']' : target.indexOf(':') == colon);
        String address = hasPort ? target.substring(0, colon) : target;
        return new LogTransport(
                false,
                new InetSocketAddress(
                        address(isBracketed ? address.replaceAll("[\\[\\]]", "") : address),
                        hasPort ? port(target.substring(colon + 1)) : 0));
    }

    private static InetAddress address(String text) {
        try {
            InetAddress address = InetAddress.getByName(text);
            if (address.isAnyLocalAddress()) {
                throw new IllegalArgumentException(
                        "must name the one address of this machine that the nodes reach, but was '" + text + "'");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("names an address that does not resolve: '" + text + "'", e);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number that is no port.
        }
        throw new IllegalArgumentException("must have a port from 0 to 65535, but had '" + text + "'");
    }
}
