package pipeline.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A sender that can say anything, right or wrong. */
final class RawSender implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader answers;

    RawSender(LogServer server) throws IOException {
        socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Connects and is let in. */
    static RawSender of(LogServer server, String job, String logger) throws IOException {
        RawSender sender = new RawSender(server);
        sender.say(hello(server.token(), job, logger));
        if (!"{\"ok\":true}".equals(sender.answer())) {
            throw new IOException("not let in");
        }
        return sender;
    }

    static String hello(String token, String job, String logger) {
        return "{\"hello\":1,\"token\":\"" + token + "\",\"job\":\"" + job + "\",\"logger\":\"" + logger + "\"}\n";
    }

    static String record(long seq, String logger, String message) {
        return "{\"seq\":" + seq + ",\"time\":\"2026-11-21T03:04:05.123Z\",\"level\":\"INFO\",\"logger\":\"" + logger
                + "\",\"message\":\"" + message + "\"}\n";
    }

    /** Sends a text as it is, as far as the server still takes it. */
    void say(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        } catch (SocketException e) {
            // Cut off while it spoke: what it hears next says so.
        }
    }

    /** Returns the next answer; null if the server has closed the connection. */
    @Nullable
    String answer() throws IOException {
        try {
            return answers.readLine();
        } catch (SocketException e) {
            return null;
        }
    }

    /** Goes away as a process does that is killed while the other side still speaks. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
