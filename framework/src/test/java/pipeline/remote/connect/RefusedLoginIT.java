package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.testing.OpenSshServer;
import pipeline.testing.SshAgentProcess;
import pipeline.testing.SshKeys;

/** What the server counts when it does not let us in: a client that tries too often is banned. */
class RefusedLoginIT {

    private static final int FOREIGN_KEYS = 8;

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.options()
            .config("LogLevel VERBOSE")
            .config("Match LocalAddress 127.0.0.4\n  MaxAuthTries 1")
            .config("Match LocalAddress 127.0.0.5\n  PubkeyAuthentication no\n  PasswordAuthentication yes")
            .config(
                    "Match LocalAddress 127.0.0.6\n  AuthenticationMethods publickey,password\n  PasswordAuthentication yes")
            .build();

    @TempDir
    Path home;

    @Test
    void an_agent_full_of_foreign_keys_costs_one_connection_and_says_what_to_set() throws Exception {
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            for (int i = 0; i < FOREIGN_KEYS; i++) {
                agent.add(LoginTrial.key(home, "foreign" + i, "ed25519"), "");
            }
            Path config = SERVER.writeConfig(home.resolve("none"), SERVER.knownHosts(), "IdentitiesOnly no\n");
            try (LoginTrial trial = new LoginTrial(home, config, agent.socket())) {
                long before = connections();
                long refusals = refusals();
                TransportException failure = trial.fails("h2");
                assertThat(connections() - before).as("connections").isEqualTo(1);
                assertThat(refusals() - refusals).as("refused keys").isLessThanOrEqualTo(6);
                assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
                assertThat(failure)
                        .hasMessageContaining(
                                "too many keys offered: the server hung up after 6 of 8 (ssh-agent with 8 keys")
                        .hasMessageContaining("the server says: Too many authentication failures")
                        .hasMessageContaining("set IdentitiesOnly yes");
                assertThat(trial.ssh("h2").err()).contains("Too many authentication failures");
            }
            Path only = SERVER.writeConfig("Host h2\n  IdentitiesOnly yes\n");
            try (LoginTrial trial = new LoginTrial(home, only, agent.socket())) {
                trial.bothGetIn("h2");
            }
        }
    }

    @Test
    void the_only_key_costs_one_connection_whatever_the_server_allows() throws Exception {
        Path config = SERVER.writeConfig(SERVER.identity(SshKeys.Kind.STRANGER), SERVER.knownHosts(), "");
        for (String host : List.of("h2", "h4")) {
            try (LoginTrial trial = new LoginTrial(home, config)) {
                long before = connections();
                TransportException failure = trial.fails(host);
                assertThat(connections() - before).as("connections of " + host).isEqualTo(1);
                assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
                assertThat(failure)
                        .hasMessageContaining("not with any key")
                        .hasMessageContaining("ssh-copy-id " + host);
                assertThat(trial.ssh(host).exitCode()).isEqualTo(255);
            }
        }
    }

    @Test
    void a_server_that_wants_more_than_a_key_is_asked_once() throws Exception {
        for (String host : List.of("h5", "h6")) {
            try (LoginTrial trial = new LoginTrial(home, SERVER.sshConfig())) {
                long before = connections();
                TransportException failure = trial.bothFail(host);
                assertThat(connections() - before)
                        .as("connections of " + host + ", ours and that of ssh")
                        .isEqualTo(2);
                assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
            }
        }
    }

    @Test
    void a_refusal_is_reported_for_certain_however_often_it_happens() throws Exception {
        Files.createDirectories(home.resolve("keys"));
        StringBuilder identities = new StringBuilder("Host h3\n");
        for (int i = 0; i < FOREIGN_KEYS; i++) {
            identities
                    .append("  IdentityFile ")
                    .append(LoginTrial.key(home.resolve("keys"), "k" + i, "ed25519"))
                    .append('\n');
        }
        try (LoginTrial trial = new LoginTrial(home, SERVER.writeConfig(identities.toString()))) {
            long before = connections();
            for (int i = 0; i < 20; i++) {
                assertThat(trial.fails("h3")).hasMessageContaining("too many keys offered");
            }
            assertThat(connections() - before).isEqualTo(20);
        }
    }

    private static long connections() throws IOException {
        return SERVER.log().stream()
                .filter(line -> line.startsWith("Connection from "))
                .count();
    }

    private static long refusals() throws IOException {
        return SERVER.log().stream()
                .filter(line -> line.startsWith("Failed publickey"))
                .count();
    }
}
