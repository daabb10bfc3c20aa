package pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real server seen by the real client. */
class OpenSshServerIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.options()
            .loginShell("127.0.0.5", RequiredProgram.CSH)
            .noisyLogin("127.0.0.6")
            .config("AcceptEnv MARKER_*")
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"h2", "h9", "t1", "t64"})
    void every_name_reaches_the_server(String host) {
        assertThat(SERVER.ssh(host, "echo hello")).isEqualTo(new ProgramRun(0, "hello\n", ""));
    }

    @Test
    void has_eight_hosts() {
        assertThat(SERVER.hosts()).containsExactly("h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9");
        assertThat(SERVER.ssh("h7", "echo $SSH_CONNECTION").out()).contains(" 127.0.0.7 " + SERVER.port());
    }

    @Test
    void exit_codes_and_both_streams_arrive() {
        assertThat(SERVER.ssh("h2", "echo out; echo err >&2; exit 7")).isEqualTo(new ProgramRun(7, "out\n", "err\n"));
    }

    @Test
    void a_csh_host_speaks_csh_after_its_noise() {
        ProgramRun run = SERVER.ssh("h5", "set x = (a 'b  $y' c); echo $#x $x[2]:q $home");
        assertThat(run.out()).startsWith("Welcome to 127.0.0.5\n3 b  $y ").endsWith("home-127.0.0.5\n");
        assertThat(run.err()).contains("no modules loaded");
    }

    @Test
    void a_csh_host_hands_stdin_to_its_command() throws IOException {
        Path script = Files.writeString(SERVER.directory().resolve("stdin.sh"), "echo \"from sh: $((6 * 7))\"\n");
        Process ssh = new ProcessBuilder(
                        RequiredProgram.SSH.path().toString(),
                        "-F",
                        SERVER.sshConfig().toString(),
                        "h5",
                        "exec sh")
                .redirectInput(script.toFile())
                .start();
        assertThat(new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("Welcome to 127.0.0.5\nfrom sh: 42\n");
        assertThat(ssh.onExit().join().exitValue()).isZero();
    }

    @Test
    void a_noisy_host_prints_text_before_the_command_runs() {
        ProgramRun run = SERVER.ssh("h6", "echo \"it's me\"; exit 3");
        assertThat(run.out()).isEqualTo("Last login: never\nloading modules ... it's me\n");
        assertThat(run.err()).contains("Inappropriate ioctl").endsWith("module: command not found, ");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = SshKeys.Kind.class,
            names = {"ED25519", "ECDSA", "RSA"})
    void a_key_of_each_kind_is_let_in(SshKeys.Kind kind) throws IOException {
        assertThat(sshWith(SERVER.identity(kind), Map.of()).out()).isEqualTo("in\n");
    }

    @Test
    void a_strange_key_is_not_let_in() throws IOException {
        ProgramRun run = sshWith(SERVER.identity(SshKeys.Kind.STRANGER), Map.of());
        assertThat(run.exitCode()).isEqualTo(255);
        assertThat(run.err()).contains("Permission denied (publickey");
    }

    @Test
    void an_encrypted_key_is_let_in_only_through_an_agent() throws IOException {
        Path key = SERVER.identity(SshKeys.Kind.ENCRYPTED);
        assertThat(sshWith(key, Map.of("SSH_AUTH_SOCK", "")).err()).contains("Permission denied");
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(key, SshKeys.PASSPHRASE);
            Map<String, String> environment =
                    Map.of("SSH_AUTH_SOCK", agent.socket().toString());
            assertThat(sshWith(key, environment).out()).isEqualTo("in\n");
        }
    }

    @Test
    void an_agent_refuses_a_key_with_a_wrong_passphrase() throws IOException {
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            Path key = SERVER.identity(SshKeys.Kind.ENCRYPTED);
            assertThatThrownBy(() -> agent.add(key, "wrong")).hasMessageContaining("ssh-add failed");
        }
    }

    @Test
    void a_wrong_host_key_is_noticed() throws IOException {
        String other = SERVER.knownHosts().resolveSibling("other_known_hosts").toString();
        String line = "[127.0.0.2]:" + SERVER.port() + " " + Files.readString(Path.of(SERVER.identity() + ".pub"));
        Path config = SERVER.writeConfig(SERVER.identity(), Files.writeString(Path.of(other), line), "");
        assertThat(ProgramRun.of(RequiredProgram.SSH, "-F", config.toString(), "h2", "true")
                        .err())
                .contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
    }

    @Test
    void killed_connections_leave_their_commands_and_the_server_alive() throws IOException {
        String marker = "MARKER_KILL=" + UUID.randomUUID();
        Path config = SERVER.writeConfig("Host h3\n  SetEnv " + marker + "\n");
        Process ssh = new ProcessBuilder(
                        RequiredProgram.SSH.path().toString(),
                        "-F",
                        config.toString(),
                        "h3",
                        "unset SSH_CLIENT; exec sleep 600 >/dev/null 2>&1")
                .redirectErrorStream(true)
                .start();
        Awaitility.await().until(() -> !sleepers(marker).isEmpty());
        SERVER.killConnections();
        assertThat(ssh.onExit().join().exitValue()).isEqualTo(255);
        List<Long> alive = sleepers(marker);
        assertThat(alive).hasSize(1);
        ProcessHandle.of(alive.get(0)).orElseThrow().destroyForcibly();
        assertThat(SERVER.ssh("h3", "echo still here").out()).isEqualTo("still here\n");
    }

    @Test
    void a_stopped_server_refuses_until_it_is_restarted() throws IOException {
        int port = SERVER.port();
        SERVER.stop();
        assertThatThrownBy(() -> new Socket("127.0.0.4", port).close()).isInstanceOf(ConnectException.class);
        SERVER.restart();
        assertThat(SERVER.port()).isEqualTo(port);
        assertThat(SERVER.ssh("h4", "echo again").out()).isEqualTo("again\n");
    }

    @Test
    void a_server_that_does_not_start_shows_its_log() {
        OpenSshServer broken =
                OpenSshServer.options().config("NoSuchKeyword yes").build();
        assertThatThrownBy(broken::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Bad configuration option: NoSuchKeyword");
    }

    @Test
    void closing_removes_the_directory_and_frees_the_port() throws IOException {
        OpenSshServer server = OpenSshServer.create().start();
        Path directory = server.directory();
        int port = server.port();
        assertThat(directory).exists();
        server.close();
        assertThat(directory).doesNotExist();
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
        assertThatThrownBy(server::port).hasMessageContaining("not started");
    }

    private static List<Long> sleepers(String marker) {
        return MarkedProcesses.withMarker(marker).stream()
                .filter(pid -> MarkedProcesses.commandLine(pid).equals("sleep 600"))
                .toList();
    }

    private static ProgramRun sshWith(Path key, Map<String, String> environment) throws IOException {
        Path config = SERVER.writeConfig(key, SERVER.knownHosts(), "");
        return ProgramRun.of(RequiredProgram.SSH, environment, "-F", config.toString(), "h2", "echo in");
    }
}
