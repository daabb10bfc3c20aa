package pipeline.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/** The mini cluster seen by the client that the framework uses, with many channels on one connection. */
class MiniClusterChannelsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private MiniCluster cluster;
    private SshClient client;
    private ClientSession session;

    @BeforeEach
    void connect() throws IOException {
        cluster = MiniCluster.start(temporary.resolve("cluster"));
        cluster.ensure(List.of("lce001"));
        client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier(new KnownHostsServerKeyVerifier(
                RejectAllServerKeyVerifier.INSTANCE, cluster.sshConfig().resolveSibling("known_hosts")));
        client.setKeyIdentityProvider(
                new FileKeyPairProvider(cluster.sshConfig().resolveSibling("id_ecdsa")));
        // MINA's client refuses what it was asked to forward unless told otherwise
        client.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
        session = client.connect(System.getProperty("user.name"), "127.0.0.1", port())
                .verify(LIMIT)
                .getSession();
        session.auth().verify(LIMIT);
    }

    @AfterEach
    void close() throws IOException {
        client.stop();
        cluster.close();
    }

    @Test
    void a_connection_has_ten_sessions_and_the_eleventh_is_refused_as_by_openssh() throws IOException {
        List<ChannelExec> ten = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            ten.add(open("cat"));
        }
        assertThatThrownBy(() -> open("true"))
                .cause()
                .isInstanceOfSatisfying(
                        SshChannelOpenException.class,
                        refused -> assertThat(refused.getReasonCode()).isEqualTo(SshConstants.SSH_OPEN_CONNECT_FAILED));
        ten.get(3).getInvertedIn().close();
        end(ten.get(3));
        assertThat(session.isOpen()).isTrue();
        Awaitility.await().ignoreException(SshException.class).until(() -> exitCode("exit 5") == 5);
    }

    @Test
    void commands_on_one_connection_do_not_wait_for_each_other() throws IOException {
        ChannelExec slow = open("cat; exit 4");
        assertThat(exitCode("exit 3")).isEqualTo(3);
        slow.getInvertedIn().close();
        end(slow);
        assertThat(slow.getExitStatus()).isEqualTo(4);
    }

    @Test
    void a_signal_reaches_the_command_and_its_children() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChannelExec channel =
                session.createExecChannel("trap 'echo got it; exit 9' USR1; echo ready; sleep 600 & wait");
        channel.setOut(out);
        channel.open().verify(LIMIT);
        Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).equals("ready\n"));
        Buffer signal = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        signal.putUInt(channel.getRecipient());
        signal.putString("signal");
        signal.putBoolean(false);
        signal.putString("USR1");
        channel.writePacket(signal);
        end(channel);
        assertThat(channel.getExitStatus()).isEqualTo(9);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ready\ngot it\n");
    }

    @Test
    void the_exit_code_comes_while_a_child_in_the_background_keeps_the_output_open() throws IOException {
        ChannelExec channel = open("sleep 600 & exit 6");
        channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS), LIMIT);
        assertThat(channel.getExitStatus()).isEqualTo(6);
    }

    @Test
    void a_client_that_does_not_read_holds_the_command_back_and_loses_nothing() throws IOException {
        ChannelExec channel = session.createExecChannel("head -c 20000000 /dev/zero");
        channel.open().verify(LIMIT);
        byte[] all = channel.getInvertedOut().readAllBytes();
        assertThat(all).hasSize(20_000_000);
        end(channel);
    }

    @Test
    void a_keep_alive_is_answered() throws IOException {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        request.putString("keepalive@openssh.com");
        request.putBoolean(true);
        // success or failure, as OpenSSH's, are answers; none would be a timeout
        assertThatCode(() -> session.request("keepalive@openssh.com", request, LIMIT))
                .doesNotThrowAnyException();
    }

    @Test
    void a_forward_listens_on_loopback_only() throws IOException {
        try (EchoServer echo = EchoServer.start()) {
            SshdSocketAddress target = new SshdSocketAddress("127.0.0.1", echo.port());
            SshdSocketAddress bound = session.startRemotePortForwarding(new SshdSocketAddress("127.0.0.1", 0), target);
            assertThat(bound.getPort()).isPositive();
            assertThat(EchoServer.talkTo(bound.getPort(), "hello")).isEqualTo("hello");
            session.stopRemotePortForwarding(bound);
            assertThatThrownBy(() -> session.startRemotePortForwarding(new SshdSocketAddress("0.0.0.0", 0), target))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_a_node_sends_before_it_closes_arrives_whole() throws IOException {
        for (int round = 0; round < 20; round++) {
            try (EchoServer sink = EchoServer.startSilent()) {
                SshdSocketAddress bound = session.startRemotePortForwarding(
                        new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", sink.port()));
                EchoServer.sendTo(bound.getPort(), new byte[100_000]);
                Awaitility.await().until(() -> sink.received() == 100_000);
                session.stopRemotePortForwarding(bound);
            }
        }
    }

    @Test
    void hundreds_of_short_commands_lose_neither_output_nor_exit_code() throws IOException {
        for (int number = 0; number < 300; number++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ChannelExec channel = session.createExecChannel("echo " + number + "; exit " + number % 100);
            channel.setOut(out);
            channel.open().verify(LIMIT);
            end(channel);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(number + "\n");
            assertThat(channel.getExitStatus()).isEqualTo(number % 100);
        }
    }

    /** What the configuration says for the one host. */
    private int port() throws IOException {
        return Files.readAllLines(cluster.sshConfig()).stream()
                .filter(line -> line.startsWith("  Port "))
                .mapToInt(line -> Integer.parseInt(line.substring("  Port ".length())))
                .findFirst()
                .orElseThrow();
    }

    private ChannelExec open(String command) throws IOException {
        ChannelExec channel = session.createExecChannel(command);
        channel.open().verify(LIMIT);
        return channel;
    }

    private int exitCode(String command) throws IOException {
        ChannelExec channel = open(command);
        end(channel);
        return channel.getExitStatus();
    }

    private static void end(ChannelExec channel) {
        assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT))
                .doesNotContain(ClientChannelEvent.TIMEOUT);
    }
}
