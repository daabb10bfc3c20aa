package pipeline.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.OpenSshServer;

/** Accounts whose start-up files make something else of the login shell, or that have none. */
class LoginShellIT {

    /** The start-up files of each address run a command instead of ours. */
    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.options()
            .config("Match LocalAddress 127.0.0.2\n  ForceCommand exec tcsh")
            .config("Match LocalAddress 127.0.0.3\n  ForceCommand echo Welcome; exec bash --norc")
            .config("Match LocalAddress 127.0.0.4\n  ForceCommand exec dash")
            .config("Match LocalAddress 127.0.0.5\n  ForceCommand exec /usr/sbin/nologin")
            .config("Match LocalAddress 127.0.0.6\n  ForceCommand exec /bin/false")
            .config("Match LocalAddress 127.0.0.7\n  ForceCommand exec bash -r -c \"exec sh\"")
            .config("Match LocalAddress 127.0.0.8\n  ForceCommand PATH=; exec sh")
            .config("Match LocalAddress 127.0.0.9\n  ForceCommand cat")
            .build();

    @TempDir
    Path home;

    private SshTransport transport;

    @BeforeEach
    void open_the_transport() {
        transport = transport(Duration.ofSeconds(20));
    }

    @AfterEach
    void close_the_transport() {
        transport.close();
    }

    private SshTransport transport(Duration timeout) {
        return new SshTransport(TestSettings.in(home)
                .sshConfig(SERVER.sshConfig())
                .timeout(timeout)
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "h3", "h4"})
    void whatever_shell_reads_our_first_line_becomes_sh(String host) throws Exception {
        String said = transport
                .host(host)
                .ask("[ -n \"$0\" ] && f() { echo \"a  b\" | tr a c; } && f")
                .get(60, TimeUnit.SECONDS);
        assertThat(said).isEqualTo("c  b\n");
    }

    @ParameterizedTest
    @CsvSource({
        "h5, ended with code 1 before it ran sh; it said: This account is currently not available.",
        "h6, 'ended with code 1 before it ran sh, without a word'",
        "h7, exec: restricted",
        "h8, it said: bash: line 1:",
    })
    void a_login_that_comes_to_no_shell_is_reported_with_its_last_words(String host, String words) {
        TransportException failure = failure(transport, host);
        assertThat(failure.cause()).isEqualTo(Cause.SHELL_ENDED);
        assertThat(failure)
                .hasMessageStartingWith(host + ": logged in, but its shell ended")
                .hasMessageContaining(words);
    }

    @Test
    void a_program_that_repeats_what_it_reads_is_no_shell() {
        try (SshTransport hasty = transport(Duration.ofSeconds(1))) {
            TransportException failure = failure(hasty, "h9");
            assertThat(failure.cause()).isEqualTo(Cause.SILENT);
            assertThat(failure).hasMessageContaining("its shell did not answer");
        }
    }

    private static TransportException failure(SshTransport by, String host) {
        ExecutionException failure = catchThrowableOfType(
                ExecutionException.class, () -> by.host(host).ask("echo").get(60, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(TransportException.class);
        return (TransportException) failure.getCause();
    }
}
