package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.HostKeyPolicy;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.Leaks;
import pipeline.testing.OpenSshServer;
import pipeline.testing.SshAgentProcess;
import pipeline.testing.SshKeys;

class SshConnectorIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path home;

    private final List<SshConnector> connectors = new ArrayList<>();

    @AfterEach
    void close_connectors_and_find_no_thread_of_theirs() {
        connectors.forEach(SshConnector::close);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(Leaks::isOfConnection));
    }

    @ParameterizedTest
    @EnumSource(
            value = SshKeys.Kind.class,
            names = {"ED25519", "ECDSA", "RSA"})
    void a_key_in_a_file_opens_the_door(SshKeys.Kind kind) throws Exception {
        Path config = SERVER.writeConfig(SERVER.identity(kind), SERVER.knownHosts(), "");
        assertThat(Sessions.run(connect(with(config), "h2"), "echo hello")).isEqualTo("hello\n");
    }

    @Test
    void a_key_under_a_passphrase_is_used_through_the_agent() throws Exception {
        Path config = SERVER.writeConfig(SERVER.identity(SshKeys.Kind.ENCRYPTED), SERVER.knownHosts(), "");
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(SERVER.identity(SshKeys.Kind.ENCRYPTED), SshKeys.PASSPHRASE);
            assertThat(Sessions.run(connect(with(config).agent(agent.socket()), "h2"), "echo hello"))
                    .isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SshKeys.Kind.class,
            names = {"ED25519", "ECDSA", "RSA"})
    void the_agent_signs_with_keys_of_every_type(SshKeys.Kind kind) throws Exception {
        Path config = SERVER.writeConfig(home.resolve("none"), SERVER.knownHosts(), "Host *\n  IdentitiesOnly no\n");
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            agent.add(SERVER.identity(kind), "");
            assertThat(Sessions.run(connect(with(config).agent(agent.socket()), "h2"), "echo hello"))
                    .isEqualTo("hello\n");
        }
    }

    @Test
    void a_key_under_a_passphrase_without_agent_is_named_with_what_to_do() throws Exception {
        Path key = SERVER.identity(SshKeys.Kind.ENCRYPTED);
        Path config = SERVER.writeConfig(key, SERVER.knownHosts(), "");
        TransportException failure = failure(with(config).agent(home.resolve("no-socket")), "h2");
        assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
        assertThat(failure)
                .hasMessageStartingWith(
                        "h2: user " + System.getProperty("user.name") + " was not let in at 127.0.0.2:" + SERVER.port())
                .hasMessageContaining(key + " is encrypted and not in an agent; start ssh-agent and run ssh-add " + key)
                .hasMessageContaining("no ssh-agent at " + home.resolve("no-socket"))
                .hasMessageContaining("ssh-copy-id h2");
    }

    @Test
    void a_key_that_the_server_does_not_know_is_not_let_in() throws Exception {
        Path key = SERVER.identity(SshKeys.Kind.STRANGER);
        TransportException failure = failure(with(SERVER.writeConfig(key, SERVER.knownHosts(), "")), "h2");
        assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
        assertThat(failure).hasMessageContaining(key.toString());
    }

    @Test
    void a_missing_key_file_is_named() throws Exception {
        Path key = home.resolve("absent");
        TransportException failure = failure(with(SERVER.writeConfig(key, SERVER.knownHosts(), "")), "h2");
        assertThat(failure.cause()).isEqualTo(Cause.AUTHENTICATION);
        assertThat(failure).hasMessageContaining(key + " does not exist");
    }

    @Test
    void a_host_is_reached_through_another() throws Exception {
        Path config = SERVER.writeConfig("Host h3\n  ProxyJump h2\nHost h4\n  ProxyJump h2,h3\n");
        SshConnector connector = connector(with(config));
        assertThat(Sessions.run(connector.connect("h3").get(30, TimeUnit.SECONDS), "echo $SSH_CONNECTION"))
                .contains(" 127.0.0.3 ");
        assertThat(Sessions.run(connector.connect("h4").get(30, TimeUnit.SECONDS), "echo $SSH_CONNECTION"))
                .contains(" 127.0.0.4 ");
    }

    @Test
    void hosts_behind_the_same_jump_host_share_the_way_to_it() throws Exception {
        Path config = SERVER.writeConfig("Host h3 h4 h5\n  ProxyJump h2\n");
        SshConnector connector = connector(with(config));
        long before = logins();
        List<CompletableFuture<ClientSession>> sessions =
                List.of(connector.connect("h3"), connector.connect("h4"), connector.connect("h5"));
        for (CompletableFuture<ClientSession> session : sessions) {
            assertThat(session.get(30, TimeUnit.SECONDS).isAuthenticated()).isTrue();
        }
        assertThat(logins() - before).as("h2 once, and each of the three").isEqualTo(4);
    }

    private static long logins() throws IOException {
        return SERVER.log().stream()
                .filter(line -> line.contains("Accepted publickey"))
                .count();
    }

    @Test
    void a_jump_host_that_is_not_trusted_is_named() throws Exception {
        Path known = Files.writeString(
                home.resolve("known"), Files.readString(SERVER.knownHosts()).replace("[127.0.0.2]", "[127.0.0.99]"));
        Path config = SERVER.writeConfig(SERVER.identity(), known, "Host h3\n  ProxyJump h2\n");
        TransportException failure = failure(with(config), "h3");
        assertThat(failure.cause()).isEqualTo(Cause.HOST_KEY);
        assertThat(failure.host()).isEqualTo("h3");
        assertThat(failure)
                .hasMessageStartingWith("h3: its jump host is not reached: h2: the key of 127.0.0.2:" + SERVER.port());
    }

    @Test
    void a_host_that_refuses_its_jump_host_is_told_from_a_jump_host_that_is_down() throws Exception {
        Path config = SERVER.writeConfig(
                "Host closed\n  HostName 127.0.0.3\n  Port " + closedPort() + "\n  ProxyJump h2\n  User x\n");
        TransportException failure = failure(with(config), "closed");
        assertThat(failure.cause()).isEqualTo(Cause.REFUSED);
        assertThat(failure).hasMessageContaining("by way of jump host h2");
    }

    @Test
    void an_unknown_host_is_refused_with_what_to_type() throws Exception {
        Path known = home.resolve("known");
        Path config = SERVER.writeConfig(SERVER.identity(), known, "");
        TransportException failure = failure(with(config), "h2");
        assertThat(failure.cause()).isEqualTo(Cause.HOST_KEY);
        assertThat(failure.getMessage())
                .matches("h2: the key of 127\\.0\\.0\\.2:\\d+ is unknown: \\S+ SHA256:\\S+\\. Verify that this is the"
                        + " host's key, then run: \\Qssh-keyscan -H -p " + SERVER.port() + " 127.0.0.2 >> " + known
                        + " or log in once by: ssh -F " + config + " h2; or set host_key_policy = accept-new\\E");
        assertThat(known).doesNotExist();
    }

    @Test
    void a_host_that_is_known_by_one_type_of_key_only_is_asked_for_that_type() throws Exception {
        for (String type : List.of("ssh-rsa", "ecdsa-sha2-nistp256", "ssh-ed25519")) {
            List<String> lines = Files.readAllLines(SERVER.knownHosts()).stream()
                    .filter(line -> line.contains(" " + type + " "))
                    .toList();
            if (!lines.isEmpty()) {
                Path known = Files.write(home.resolve(type), lines);
                assertThat(Sessions.run(connect(with(SERVER.sshConfig()).knownHosts(known), "h2"), "echo " + type))
                        .isEqualTo(type + "\n");
            }
        }
    }

    @Test
    void a_changed_key_is_refused_even_where_new_ones_are_accepted() throws Exception {
        Path known = home.resolve("known");
        String stranger = Files.readString(Path.of(SERVER.identity(SshKeys.Kind.STRANGER) + ".pub"));
        Files.writeString(known, "# a comment\n[127.0.0.2]:" + SERVER.port() + " " + stranger);
        TransportException failure =
                failure(with(SERVER.sshConfig()).knownHosts(known).policy(HostKeyPolicy.ACCEPT_NEW), "h2");
        assertThat(failure.cause()).isEqualTo(Cause.HOST_KEY);
        assertThat(failure)
                .hasMessageContaining("CHANGED")
                .hasMessageContaining(known + ":2")
                .hasMessageContaining("ssh-keygen -R '[127.0.0.2]:" + SERVER.port() + "' -f " + known);
    }

    @Test
    void a_new_key_is_written_once_where_new_ones_are_accepted() throws Exception {
        Path known = home.resolve(".ssh").resolve("known_hosts");
        TestSettings settings = with(SERVER.sshConfig()).knownHosts(known).policy(HostKeyPolicy.ACCEPT_NEW);
        SshConnector connector = connector(settings);
        List<CompletableFuture<ClientSession>> sessions =
                IntStream.range(0, 8).mapToObj(any -> connector.connect("h2")).toList();
        for (CompletableFuture<ClientSession> session : sessions) {
            assertThat(session.get(60, TimeUnit.SECONDS).isAuthenticated()).isTrue();
        }
        assertThat(Files.readAllLines(known))
                .singleElement()
                .asString()
                .startsWith("[127.0.0.2]:" + SERVER.port() + " ");
        assertThat(connect(settings.policy(HostKeyPolicy.STRICT), "h2").isAuthenticated())
                .isTrue();
    }

    @Test
    void any_key_is_taken_where_the_policy_says_so() throws Exception {
        Path known = home.resolve("known");
        TestSettings settings = with(SERVER.sshConfig()).knownHosts(known).policy(HostKeyPolicy.ACCEPT_ANY);
        assertThat(connect(settings, "h2").isAuthenticated()).isTrue();
        assertThat(known).doesNotExist();
    }

    @Test
    void a_closed_port_is_refused() throws Exception {
        int port = closedPort();
        TransportException failure = failure(hostAt("127.0.0.1", port), "down");
        assertThat(failure.cause()).isEqualTo(Cause.REFUSED);
        assertThat(failure).hasMessage("down: connection refused at 127.0.0.1:" + port + "; is sshd running there?");
    }

    @Test
    void an_address_that_does_not_answer_is_unreachable() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FullBacklog backlog = FullBacklog.of(full)) {
            assertThat(backlog.sockets()).isNotEmpty();
            TransportException failure =
                    failure(hostAt("127.0.0.1", full.getLocalPort()).timeout(Duration.ofMillis(500)), "down");
            assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "down: does not answer at 127.0.0.1:" + full.getLocalPort() + " (waited 0.5 s)");
        }
    }

    @Test
    void a_server_that_never_speaks_fails_the_handshake() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TransportException failure =
                    failure(hostAt("127.0.0.1", mute.getLocalPort()).timeout(Duration.ofMillis(500)), "mute");
            assertThat(failure.cause()).isEqualTo(Cause.SILENT);
            assertThat(failure)
                    .hasMessageStartingWith("mute: takes the connection but does not speak SSH at 127.0.0.1:");
        }
    }

    @Test
    void a_name_that_does_not_resolve_is_unknown() throws Exception {
        Path config = Files.writeString(home.resolve("config"), "Host ghost\n  HostName ghost.invalid\n");
        TransportException failure = failure(TestSettings.in(home).sshConfig(config), "ghost");
        assertThat(failure.cause()).isEqualTo(Cause.UNKNOWN_HOST);
        assertThat(failure).hasMessageStartingWith("ghost: the name ghost.invalid does not resolve");
    }

    @Test
    void sixty_four_names_on_one_server_with_default_limits_are_all_connected() throws Exception {
        SshConnector connector = connector(with(SERVER.sshConfig()).timeout(Duration.ofSeconds(60)));
        List<CompletableFuture<ClientSession>> sessions = IntStream.rangeClosed(1, 64)
                .mapToObj(number -> connector.connect("t" + number))
                .toList();
        for (CompletableFuture<ClientSession> session : sessions) {
            assertThat(session.get(120, TimeUnit.SECONDS).isAuthenticated()).isTrue();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("ssh")))
                .as("threads for 64 hosts")
                .hasSizeLessThan(40);
    }

    @Test
    void a_session_that_the_server_cuts_is_closed() throws Exception {
        ClientSession session = connect(with(SERVER.sshConfig()), "h2");
        SERVER.killConnections();
        await().atMost(Duration.ofSeconds(5)).until(() -> !session.isOpen());
    }

    @Test
    void closing_the_connector_fails_what_is_not_connected_yet() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SshConnector connector = connector(hostAt("127.0.0.1", mute.getLocalPort()));
            CompletableFuture<ClientSession> session = connector.connect("mute");
            mute.accept();
            connector.close();
            assertThat(Sessions.failure(session).cause()).isEqualTo(Cause.LOST);
            assertThat(Sessions.failure(connector.connect("mute")).cause()).isEqualTo(Cause.LOST);
        }
    }

    private TestSettings with(Path config) {
        return TestSettings.in(home).sshConfig(config);
    }

    private TestSettings hostAt(String address, int port) throws IOException {
        return with(
                Files.writeString(home.resolve("config"), "Host *\n  HostName " + address + "\n  Port " + port + "\n"));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private SshConnector connector(TestSettings settings) {
        SshConnector connector = new SshConnector(settings.build());
        connectors.add(connector);
        return connector;
    }

    private ClientSession connect(TestSettings settings, String host) throws Exception {
        return connector(settings).connect(host).get(60, TimeUnit.SECONDS);
    }

    private TransportException failure(TestSettings settings, String host) throws Exception {
        return Sessions.failure(connector(settings).connect(host));
    }
}
