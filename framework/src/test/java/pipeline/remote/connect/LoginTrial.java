package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.OpenSshServer;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** Logs in by one SSH configuration as Pipeline does and as {@code ssh} does. */
final class LoginTrial implements AutoCloseable {

    private final Path config;
    private final @Nullable Path agent;
    private final SshConnector connector;

    LoginTrial(Path home, Path config, @Nullable Path agent) {
        this.config = config;
        this.agent = agent;
        TestSettings settings = TestSettings.in(home).sshConfig(config);
        this.connector = new SshConnector((agent == null ? settings : settings.agent(agent)).build());
    }

    LoginTrial(Path home, Path config) {
        this(home, config, null);
    }

    /** Both get in; gives our session. */
    ClientSession bothGetIn(String host) throws Exception {
        ProgramRun ssh = ssh(host);
        assertThat(ssh.exitCode()).as("ssh: %s", ssh.err()).isZero();
        return getsIn(host);
    }

    ClientSession getsIn(String host) throws Exception {
        ClientSession session = connect(host).get(60, TimeUnit.SECONDS);
        assertThat(session.isAuthenticated()).isTrue();
        return session;
    }

    /** Neither gets in; gives what we say. */
    TransportException bothFail(String host) {
        assertThat(ssh(host).exitCode()).as("ssh").isEqualTo(255);
        return fails(host);
    }

    TransportException fails(String host) {
        CompletableFuture<ClientSession> session = connect(host);
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> session.get(60, TimeUnit.SECONDS));
        assertThat(failure).as("the failure to log in").hasCauseInstanceOf(TransportException.class);
        return (TransportException) failure.getCause();
    }

    private CompletableFuture<ClientSession> connect(String host) {
        return connector.connect(host);
    }

    ProgramRun ssh(String host) {
        return ProgramRun.of(
                RequiredProgram.SSH,
                Map.of("SSH_AUTH_SOCK", agent == null ? "" : agent.toString()),
                "-v",
                "-F",
                config.toString(),
                host,
                "true");
    }

    @Override
    public void close() {
        connector.close();
    }

    /** Starts the server again with these lines before those that it has. */
    static void restart(OpenSshServer server, String... lines) throws Exception {
        Path file = server.directory().resolve("sshd_config");
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(Files.readAllLines(file));
        Files.write(file, all);
        server.restart();
    }

    /** Makes a key without a passphrase. */
    static Path key(Path directory, String name, String type) {
        Path file = directory.resolve(name);
        keygen("-q", "-t", type, "-N", "", "-f", file.toString());
        return file;
    }

    static void keygen(String... arguments) {
        ProgramRun.of(RequiredProgram.SSH_KEYGEN, arguments).orFail("ssh-keygen");
    }
}
