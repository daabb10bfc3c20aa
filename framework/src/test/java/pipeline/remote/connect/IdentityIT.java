package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.TransportException;
import pipeline.testing.OpenSshServer;
import pipeline.testing.SshAgentProcess;
import pipeline.testing.SshKeys;

/** Every kind of identity with which ssh gets in, and that we do. */
class IdentityIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path home;

    @BeforeEach
    void close_the_home() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void the_file_named_may_be_the_public_half_of_a_key_in_the_agent() throws Exception {
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(LoginTrial.key(home, "foreign", "ed25519"), "");
            agent.add(SERVER.identity(), "");
            Path half = Files.copy(Path.of(SERVER.identity() + ".pub"), home.resolve("token.pub"));
            for (Path named : List.of(half, home.resolve("token"))) {
                try (LoginTrial trial =
                        new LoginTrial(home, SERVER.writeConfig(named, SERVER.knownHosts(), ""), agent.socket())) {
                    trial.bothGetIn("h2");
                }
            }
        }
    }

    @Test
    void a_public_half_that_no_agent_has_is_reported_as_such() throws Exception {
        Path half = Files.copy(Path.of(SERVER.identity() + ".pub"), home.resolve("token.pub"));
        try (LoginTrial trial = new LoginTrial(home, SERVER.writeConfig(half, SERVER.knownHosts(), ""))) {
            assertThat(trial.bothFail("h2"))
                    .hasMessageContaining("there was no key to offer")
                    .hasMessageContaining(half + " is a public key, and no agent has the private one");
        }
    }

    @Test
    void the_public_half_of_an_encrypted_key_is_read_from_the_key_itself() throws Exception {
        Path key = Files.copy(SERVER.identity(SshKeys.Kind.ENCRYPTED), home.resolve("encrypted"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(key, SshKeys.PASSPHRASE);
            try (LoginTrial trial =
                    new LoginTrial(home, SERVER.writeConfig(key, SERVER.knownHosts(), ""), agent.socket())) {
                trial.bothGetIn("h2");
            }
        }
    }

    @Test
    void a_private_key_that_others_may_read_is_refused_with_what_to_type() throws Exception {
        Path key = Files.copy(SERVER.identity(), home.resolve("open"));
        Path config = SERVER.writeConfig(key, SERVER.knownHosts(), "");
        for (String mode : List.of("rw-r--r--", "rw-rw----", "rwx-----x")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
            try (LoginTrial trial = new LoginTrial(home, config)) {
                assertThat(trial.ssh("h2").err()).contains("are too open");
                assertThat(trial.bothFail("h2"))
                        .hasMessageContaining("are too open")
                        .hasMessageContaining("chmod 600 " + key);
            }
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        try (LoginTrial trial = new LoginTrial(home, config)) {
            trial.bothGetIn("h2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void certificates_are_offered_from_beside_the_key_from_a_file_that_is_named_and_from_the_agent(String type)
            throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        Path key = LoginTrial.key(home, "id", type);
        sign(authority, key, "-V", "-5m:+1h");
        LoginTrial.restart(SERVER, "TrustedUserCAKeys " + authority + ".pub");
        try (LoginTrial beside = new LoginTrial(home, SERVER.writeConfig(key, SERVER.knownHosts(), ""))) {
            beside.bothGetIn("h2");
        }
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            // ssh-add takes the certificate beside the key too
            agent.add(key, "");
            Path none = SERVER.writeConfig(home.resolve("none"), SERVER.knownHosts(), "IdentitiesOnly no\n");
            try (LoginTrial inAgent = new LoginTrial(home, none, agent.socket())) {
                inAgent.bothGetIn("h2");
            }
        }
        Path elsewhere = Files.move(home.resolve("id-cert.pub"), home.resolve("certificate"));
        String named = "CertificateFile " + elsewhere + "\n";
        try (LoginTrial file = new LoginTrial(home, SERVER.writeConfig(key, SERVER.knownHosts(), named))) {
            file.bothGetIn("h2");
        }
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(key, "");
            Path half = Path.of(key + ".pub");
            try (LoginTrial signedByAgent =
                    new LoginTrial(home, SERVER.writeConfig(half, SERVER.knownHosts(), named), agent.socket())) {
                signedByAgent.bothGetIn("h2");
            }
        }
    }

    @Test
    void a_certificate_that_has_expired_is_named() throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        Path key = LoginTrial.key(home, "id", "ed25519");
        sign(authority, key, "-V", "20200101:20200102");
        LoginTrial.restart(SERVER, "TrustedUserCAKeys " + authority + ".pub");
        try (LoginTrial trial = new LoginTrial(home, SERVER.writeConfig(key, SERVER.knownHosts(), ""))) {
            TransportException failure = trial.bothFail("h2");
            assertThat(failure).hasMessageContaining(key + "-cert.pub is not valid now");
        }
    }

    private static void sign(Path authority, Path key, String... validity) {
        LoginTrial.keygen(
                "-q",
                "-s",
                authority.toString(),
                "-I",
                "someone",
                "-n",
                System.getProperty("user.name"),
                validity[0],
                validity[1],
                key + ".pub");
    }
}
