package pipeline.remote.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.TestSettings;

/** Servers that are no SSH servers, or speak to nobody, are given up within the time to connect. */
class ForeignServerIT {

    /** So long no test waits: several times the limit that it sets would take longer. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final AtomicInteger connections = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                "SSH-1.5-OpenSSH_1.2\n",
                "220 mail.example.org ESMTP\r\n",
            })
    void a_server_that_speaks_something_else_is_asked_once_and_named(String speech) throws Exception {
        try (ServerSocket server = serve(speech)) {
            TransportException failure = failure(server);
            assertThat(failure.cause()).isEqualTo(Cause.HANDSHAKE);
            assertThat(failure)
                    .hasMessageContaining("no SSH 2 server at 127.0.0.1:" + server.getLocalPort() + ": it says")
                    .hasMessageContaining(speech.lines().findFirst().orElseThrow());
            assertThat(connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Exceeded MaxStartups\r\n"})
    void a_server_that_closes_at_once_is_asked_again_as_long_as_the_limit_says(String speech) throws Exception {
        try (ServerSocket server = serve(speech)) {
            TransportException failure = failure(server);
            assertThat(failure.cause()).isEqualTo(Cause.HANDSHAKE);
            assertThat(failure).hasMessageContaining("ended during the SSH handshake");
            assertThat(connections.get()).isBetween(2, 6);
        }
    }

    private ServerSocket serve(String speech) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    socket.getOutputStream().write(speech.getBytes(US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the server is closed, or the client has gone
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private TransportException failure(ServerSocket server) throws Exception {
        Path config = Files.writeString(
                home.resolve("config"), "Host *\n  HostName 127.0.0.1\n  Port " + server.getLocalPort() + "\n");
        TestSettings settings = TestSettings.in(home).sshConfig(config).timeout(LIMIT);
        try (SshConnector connector = new SshConnector(settings.build())) {
            var session = connector.connect("foreign");
            ExecutionException failure = catchThrowableOfType(
                    ExecutionException.class, () -> session.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            return (TransportException) failure.getCause();
        }
    }
}
