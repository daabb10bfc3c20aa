package pipeline.remote.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import pipeline.remote.TransportException;

/** What tests do with sessions. */
final class Sessions {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Sessions() {}

    /** Runs a command and gives what it prints. */
    static String run(ClientSession session, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.open().verify(LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
        }
        return out.toString(UTF_8);
    }

    /** Returns why there is no session; there must be none. */
    static TransportException failure(CompletableFuture<ClientSession> session) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> session.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(TransportException.class);
        return (TransportException) failure.getCause();
    }
}
