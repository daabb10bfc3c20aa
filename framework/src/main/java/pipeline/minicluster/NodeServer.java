package pipeline.minicluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.forward.DirectTcpipFactory;

/**
 * The SSH server of all nodes: one server that listens on one port for each node, so that its threads do not grow with the
 * nodes. Thread-safe.
 */
final class NodeServer implements AutoCloseable {

    /** How long a command may wait for a client that does not read; MINA's own half minute would cut it off. */
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private final ManyPorts server = new ManyPorts();
    private final NodeProcesses processes = new NodeProcesses();
    private final Map<Integer, Node> nodeByPort = new ConcurrentHashMap<>();

    private NodeServer() {}

    static NodeServer start(KeyPair serverKey, KeyPair clientKey) throws IOException {
        NodeServer nodes = new NodeServer();
        nodes.configure(serverKey, clientKey);
        try {
            nodes.server.startWithoutPort();
        } catch (IOException | RuntimeException e) {
            nodes.close();
            throw e;
        }
        return nodes;
    }

    /** Listens on one more port. */
    Node addNode(Path home) throws IOException {
        int port = server.listen();
        Node node = new Node(port, home);
        nodeByPort.put(port, node);
        return node;
    }

    /** Stops or begins again to listen for a node; in the first case its connections end too. */
    void setReachable(Node node, boolean isReachable) throws IOException {
        server.setListening(node.port(), isReachable);
        if (!isReachable) {
            for (AbstractSession session : server.getActiveSessions()) {
                if (portOf(session) == node.port()) {
                    session.close(true);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop(true);
        } finally {
            processes.close();
        }
    }

    private void configure(KeyPair serverKey, KeyPair clientKey) {
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setChannelFactories(List.of(new NodeChannel.Factory(), DirectTcpipFactory.INSTANCE));
        server.setForwardingFilter(new LoopbackForwarding());
        server.setCommandFactory(
                (channel, command) -> new NodeCommand(command, nodeOf(channel).home(), processes));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, FOR_EVER);
    }

    private Node nodeOf(ChannelSession channel) throws IOException {
        Node node = nodeByPort.get(portOf(channel.getSession()));
        if (node == null) {
            throw new IOException("no node of the mini cluster listens at "
                    + channel.getSession().getIoSession().getLocalAddress());
        }
        return node;
    }

    private static int portOf(Session session) {
        return SshdSocketAddress.toSshdSocketAddress(session.getIoSession().getLocalAddress())
                .getPort();
    }

    /** MINA's server, opened to more than one port. */
    private static final class ManyPorts extends SshServer {

        private static final String LOOPBACK = "127.0.0.1";

        ManyPorts() {
            setHost(LOOPBACK);
        }

        void startWithoutPort() throws IOException {
            SshServer defaults = SshServer.setUpDefaultServer();
            setKeyExchangeFactories(defaults.getKeyExchangeFactories());
            setSignatureFactories(defaults.getSignatureFactories());
            setCipherFactories(defaults.getCipherFactories());
            setCompressionFactories(defaults.getCompressionFactories());
            setMacFactories(defaults.getMacFactories());
            setRandomFactory(defaults.getRandomFactory());
            setFileSystemFactory(defaults.getFileSystemFactory());
            setForwarderFactory(defaults.getForwarderFactory());
            setGlobalRequestHandlers(defaults.getGlobalRequestHandlers());
            start();
            // MINA must begin with a port; ours come with the nodes
            acceptor.unbind();
        }

        synchronized int listen() throws IOException {
            Set<SocketAddress> before = new HashSet<>(acceptor.getBoundAddresses());
            acceptor.bind(loopback(0));
            for (SocketAddress address : acceptor.getBoundAddresses()) {
                if (!before.contains(address)) {
                    return SshdSocketAddress.toSshdSocketAddress(address).getPort();
                }
            }
            throw new IOException("the system gave the mini cluster no port on " + LOOPBACK);
        }

        synchronized void setListening(int port, boolean isListening) throws IOException {
            InetSocketAddress address = loopback(port);
            if (isListening && !acceptor.getBoundAddresses().contains(address)) {
                acceptor.bind(address);
            } else if (!isListening) {
                acceptor.unbind(address);
            }
        }

        private static InetSocketAddress loopback(int port) throws IOException {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        }
    }
}
