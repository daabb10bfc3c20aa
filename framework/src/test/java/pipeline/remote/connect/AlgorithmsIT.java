package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.testing.OpenSshServer;

/** Algorithms are those that ssh would take, and what the SSH configuration says of them. */
class AlgorithmsIT {

    @TempDir
    Path home;

    private final OpenSshServer server = OpenSshServer.create();

    @BeforeEach
    void start_the_server() throws Exception {
        server.start();
    }

    @AfterEach
    void close_the_server() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "KexAlgorithms diffie-hellman-group14-sha1; KexAlgorithms +diffie-hellman-group14-sha1",
                "KexAlgorithms diffie-hellman-group-exchange-sha1; KexAlgorithms diffie-hellman-group-exchange-sha1",
                "Ciphers 3des-cbc; Ciphers ^3des-cbc",
                "HostKeyAlgorithms ssh-rsa; HostKeyAlgorithms +ssh-rsa",
            })
    void what_is_old_is_taken_if_the_configuration_names_it(String ofServer, String ofClient) throws Exception {
        LoginTrial.restart(server, ofServer);
        try (LoginTrial trial = new LoginTrial(home, server.sshConfig())) {
            TransportException failure = trial.bothFail("h2");
            assertThat(failure.cause()).isEqualTo(Cause.HANDSHAKE);
            assertThat(failure).hasMessageContaining("the server's algorithms are not ours");
        }
        try (LoginTrial trial = new LoginTrial(home, server.writeConfig(ofClient + "\n"))) {
            trial.bothGetIn("h2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KexAlgorithms sntrup761x25519-sha512@openssh.com",
        "KexAlgorithms diffie-hellman-group14-sha256",
        "KexAlgorithms diffie-hellman-group-exchange-sha256",
        "Ciphers chacha20-poly1305@openssh.com",
        "Ciphers aes256-gcm@openssh.com",
        "MACs hmac-sha1",
        "HostKeyAlgorithms rsa-sha2-256",
    })
    void what_ssh_takes_without_being_asked_is_taken(String ofServer) throws Exception {
        LoginTrial.restart(server, ofServer);
        try (LoginTrial trial = new LoginTrial(home, server.sshConfig())) {
            trial.bothGetIn("h2");
        }
    }

    @Test
    void key_exchanges_that_cost_least_come_first_and_others_where_the_configuration_says_so() throws Exception {
        assertThat(keyExchange("")).startsWith("curve25519-sha256");
        assertThat(keyExchange("KexAlgorithms ^sntrup761x25519-sha512@openssh.com\n"))
                .isEqualTo("sntrup761x25519-sha512@openssh.com");
        assertThat(keyExchange("KexAlgorithms -curve25519-*\n")).isEqualTo("ecdh-sha2-nistp256");
    }

    private String keyExchange(String extra) throws Exception {
        try (LoginTrial trial = new LoginTrial(home, server.writeConfig(extra))) {
            ClientSession session = trial.getsIn("h2");
            return session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS);
        }
    }

    @Test
    void a_list_of_which_nothing_can_be_used_is_named_with_its_line() throws Exception {
        Path config = server.writeConfig("MACs umac-64@openssh.com\n");
        try (LoginTrial trial = new LoginTrial(home, config)) {
            assertThat(trial.fails("h2"))
                    .hasMessageStartingWith("h2: " + config + ":1: nothing that MACs names can be used here");
        }
        try (LoginTrial trial = new LoginTrial(home, server.writeConfig("MACs umac-64@openssh.com,hmac-sha2-256\n"))) {
            trial.bothGetIn("h2");
        }
    }

    @ParameterizedTest
    @CsvSource({"rsa-sha2-512, false", "ssh-ed*, true"})
    void signatures_of_our_key_are_those_that_the_configuration_accepts(String accepted, boolean getsIn)
            throws Exception {
        String line = "PubkeyAcceptedAlgorithms " + accepted + "\n";
        try (LoginTrial trial = new LoginTrial(home, server.writeConfig(line))) {
            if (getsIn) {
                trial.bothGetIn("h2");
            } else {
                assertThat(trial.bothFail("h2").cause()).isEqualTo(Cause.AUTHENTICATION);
            }
        }
    }
}
