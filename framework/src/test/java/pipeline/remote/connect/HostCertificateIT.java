package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.TransportException.Cause;
import pipeline.testing.OpenSshServer;

/** Hosts that show certificates, and keys that are revoked, as ssh judges them. */
class HostCertificateIT {

    @TempDir
    Path home;

    private final OpenSshServer server = OpenSshServer.create();
    private Path hostKey = Path.of("");

    @BeforeEach
    void start_the_server() throws Exception {
        server.start();
        hostKey = server.directory().resolve("host").resolve("id_ed25519");
    }

    @AfterEach
    void close_the_server() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "127.0.0.2; -1m:+1h; ",
                "127.0.0.*; -1m:+1h; it is for 127.0.0.*, not for 127.0.0.2",
                "; -1m:+1h; ",
                "127.0.0.3; -1m:+1h; it is for 127.0.0.3, not for 127.0.0.2",
                "127.0.0.2; 20200101:20200102; it is expired",
                "127.0.0.2; +1h:+2h; it is not yet valid",
            })
    void a_certificate_counts_for_its_hosts_and_its_time(String principals, String validity, String objection)
            throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        certify(authority, principals, validity, "-h");
        try (LoginTrial trial = new LoginTrial(home, config(known(authority)))) {
            if (objection == null) {
                trial.bothGetIn("h2");
            } else {
                var failure = trial.bothFail("h2");
                assertThat(failure.cause()).isEqualTo(Cause.HOST_KEY);
                assertThat(failure).hasMessageContaining(objection);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void authorities_may_have_keys_of_every_type(String type) throws Exception {
        Path authority = LoginTrial.key(home, "authority", type);
        certify(authority, "127.0.0.2", "-1m:+1h", "-h");
        try (LoginTrial trial = new LoginTrial(home, config(known(authority)))) {
            trial.bothGetIn("h2");
        }
    }

    @Test
    void a_certificate_counts_behind_a_jump_host_and_under_an_alias_too() throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        certify(authority, "127.0.0.2,127.0.0.3,alias", "-1m:+1h", "-h");
        Path known = Files.writeString(home.resolve("known"), authorityLine("*", authority));
        Path config = server.writeConfig(
                server.identity(), known, "Host h3\n  ProxyJump h2\nHost h4\n  HostKeyAlias alias\n");
        try (LoginTrial trial = new LoginTrial(home, config)) {
            trial.getsIn("h3");
            trial.bothGetIn("h4");
            trial.bothFail("h5");
        }
    }

    @Test
    void an_authority_that_signs_by_what_is_not_allowed_is_refused() throws Exception {
        Path authority = LoginTrial.key(home, "authority", "rsa");
        certify(authority, "127.0.0.2", "-1m:+1h", "-h");
        String only = "CASignatureAlgorithms ssh-ed25519\n";
        try (LoginTrial trial = new LoginTrial(home, server.writeConfig(server.identity(), known(authority), only))) {
            assertThat(trial.bothFail("h2")).hasMessageContaining("CASignatureAlgorithms");
        }
    }

    @Test
    void a_certificate_of_another_authority_is_worth_as_much_as_its_key() throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        Path other = LoginTrial.key(home, "other", "ed25519");
        certify(other, "127.0.0.2", "-1m:+1h", "-h");
        try (LoginTrial trial = new LoginTrial(home, config(known(authority)))) {
            assertThat(trial.bothFail("h2")).hasMessageContaining("is unknown");
        }
        String both = Files.readString(server.knownHosts()) + authorityLine("*", authority);
        Path known = Files.writeString(home.resolve("both"), both);
        try (LoginTrial trial = new LoginTrial(home, config(known))) {
            trial.bothGetIn("h2");
        }
    }

    @Test
    void a_certificate_of_a_revoked_authority_is_refused() throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        certify(authority, "127.0.0.2", "-1m:+1h", "-h");
        String lines = authorityLine("*", authority) + "@revoked * " + Files.readString(Path.of(authority + ".pub"));
        Path known = Files.writeString(home.resolve("revoked"), lines);
        try (LoginTrial trial = new LoginTrial(home, config(known))) {
            assertThat(trial.bothFail("h2")).hasMessageContaining("@revoked in " + known + ":2");
        }
    }

    @Test
    void keys_that_a_file_revokes_are_refused_and_others_are_not() throws Exception {
        Path list = home.resolve("krl");
        String publicKey = Files.readString(Path.of(hostKey + ".pub"));
        Path spec = Files.writeString(home.resolve("spec"), "sha256: " + publicKey);
        Path foreign = LoginTrial.key(home, "foreign", "ed25519");
        Path text = Files.writeString(home.resolve("text"), "# revoked\n" + publicKey);
        LoginTrial.keygen("-q", "-k", "-f", list.toString(), hostKey + ".pub");
        Path hashed = home.resolve("hashed");
        LoginTrial.keygen("-q", "-k", "-f", hashed.toString(), spec.toString());
        Path others = home.resolve("others");
        LoginTrial.keygen("-q", "-k", "-f", others.toString(), foreign + ".pub");
        for (Path revoking : new Path[] {text, list, hashed}) {
            try (LoginTrial trial = new LoginTrial(home, revoked(server.knownHosts(), revoking))) {
                assertThat(trial.bothFail("h2")).hasMessageContaining("is revoked by " + revoking);
            }
        }
        try (LoginTrial trial = new LoginTrial(home, revoked(server.knownHosts(), others))) {
            trial.bothGetIn("h2");
        }
        try (LoginTrial trial = new LoginTrial(home, revoked(server.knownHosts(), home.resolve("absent")))) {
            assertThat(trial.bothFail("h2")).hasMessageContaining("RevokedHostKeys");
        }
    }

    @ParameterizedTest
    @CsvSource({"serial: 7, true", "serial: 5-9, true", "serial: 8, false", "id: host, true", "id: other, false"})
    void certificates_are_revoked_by_number_and_by_name(String words, boolean isRevoked) throws Exception {
        Path authority = LoginTrial.key(home, "authority", "ed25519");
        certify(authority, "127.0.0.2", "-1m:+1h", "-h", "-z", "7");
        Path spec = Files.writeString(home.resolve("spec"), words + "\n");
        Path list = home.resolve("krl");
        LoginTrial.keygen("-q", "-k", "-s", authority + ".pub", "-f", list.toString(), spec.toString());
        try (LoginTrial trial = new LoginTrial(home, revoked(known(authority), list))) {
            if (isRevoked) {
                assertThat(trial.bothFail("h2")).hasMessageContaining("is revoked by " + list);
            } else {
                trial.bothGetIn("h2");
            }
        }
    }

    private void certify(Path authority, String principals, String validity, String... more) throws Exception {
        var words = new ArrayList<>(List.of("-q", "-s", authority.toString(), "-I", "host", "-V", validity));
        if (principals != null) {
            words.addAll(List.of("-n", principals));
        }
        words.addAll(List.of(more));
        words.add(hostKey + ".pub");
        LoginTrial.keygen(words.toArray(String[]::new));
        LoginTrial.restart(server, "HostCertificate " + hostKey + "-cert.pub");
    }

    private Path known(Path authority) throws Exception {
        return Files.writeString(home.resolve("known"), authorityLine("[127.0.0.2]:" + server.port(), authority));
    }

    private static String authorityLine(String hosts, Path authority) throws Exception {
        return "@cert-authority " + hosts + " " + Files.readString(Path.of(authority + ".pub"));
    }

    private Path config(Path known) throws Exception {
        return server.writeConfig(server.identity(), known, "");
    }

    private Path revoked(Path known, Path list) throws Exception {
        return server.writeConfig(server.identity(), known, "RevokedHostKeys " + list + "\n");
    }
}
