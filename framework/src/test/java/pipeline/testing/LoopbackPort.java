package pipeline.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;

/** Finds a port that is free on several loopback addresses at once. */
public final class LoopbackPort {

    /** Below the range from which the system takes ports for outgoing connections, so that none takes it meanwhile. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;
    private static final int ATTEMPTS = 200;
    private static final Random RANDOM = new Random();

    private LoopbackPort() {}

    /** Returns a port from 20000 to 31999 that nobody listens on. */
    public static int freeOn(List<String> addresses) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST + RANDOM.nextInt(COUNT);
            if (addresses.stream().allMatch(address -> isFree(address, port))) {
                return port;
            }
        }
        throw new IOException("found no port that is free on all of " + addresses + " after " + ATTEMPTS
                + " attempts; does this system know these addresses? (try: ping " + addresses.get(0) + ")");
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
