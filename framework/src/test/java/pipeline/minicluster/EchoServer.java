package pipeline.minicluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and sends back what its one client sends, then ends. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket server;
    private final boolean answers;
    private final Thread thread;
    private final AtomicInteger received = new AtomicInteger();

    private EchoServer(ServerSocket server, boolean answers) {
        this.answers = answers;
        this.server = server;
        this.thread = new Thread(this::serve, "echo");
    }

    static EchoServer start() throws IOException {
        return start(true);
    }

    /** Starts one that counts only. */
    static EchoServer startSilent() throws IOException {
        return start(false);
    }

    private static EchoServer start(boolean answers) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EchoServer echo = new EchoServer(server, answers);
        echo.thread.start();
        return echo;
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many bytes have come so far. */
    int received() {
        return received.get();
    }

    /** Sends a text to a port of this machine and gives as much as comes back. */
    static String talkTo(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
        }
    }

    /** Sends bytes to a port of this machine and closes at once. */
    static void sendTo(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (Socket client = server.accept()) {
            byte[] chunk = new byte[8192];
            for (int count = client.getInputStream().read(chunk);
                    count >= 0;
                    count = client.getInputStream().read(chunk)) {
                received.addAndGet(count);
                if (answers) {
                    client.getOutputStream().write(chunk, 0, count);
                }
            }
        } catch (IOException nobodyCame) {
            received.set(-1);
        }
    }
}
