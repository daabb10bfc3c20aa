package pipeline.dispatch;

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
        boolean hasPort = colon >= 0 && (target.indexOf(':') == colon || target.startsWith("["));
        String address = (hasPort ? target.substring(0, colon) : target).replaceAll("[\\[\\]]", "");
        try {
            int port = hasPort ? Integer.parseInt(target.substring(colon + 1)) : 0;
            return new LogTransport(false, new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has a port that is no number: '" + target + "'", e);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("names an address that does not resolve: '" + address + "'", e);
        }
    }
}
