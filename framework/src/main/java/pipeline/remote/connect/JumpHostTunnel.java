package pipeline.remote.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import pipeline.remote.sshconfig.SshHost;

/** A tunnel through a jump host to one host, with its port on loopback. Thread-safe. */
final class JumpHostTunnel implements IndirectRoute {

    private static final SshdSocketAddress ENTRANCE = new SshdSocketAddress("127.0.0.1", 0);

    private final ExplicitPortForwardingTracker forward;

    private JumpHostTunnel(ExplicitPortForwardingTracker forward) {
        this.forward = forward;
    }

    /** Opens the port; the jump host connects when somebody connects to it. */
    static JumpHostTunnel open(ClientSession jump, SshHost target) throws IOException {
        return new JumpHostTunnel(jump.createLocalPortForwardingTracker(ENTRANCE, exit(target)));
    }

    /**
     * Asks the jump host to connect once more, to learn why nothing came through a tunnel.
     *
     * @return why the jump host cannot connect; empty if it can
     */
    static CompletableFuture<Optional<Throwable>> ask(ClientSession jump, SshHost target) throws IOException {
        CompletableFuture<Optional<Throwable>> answer = new CompletableFuture<>();
        ChannelDirectTcpip channel = jump.createDirectTcpipChannel(ENTRANCE, exit(target));
        channel.open().addListener(opened -> {
            channel.close(true);
            answer.complete(opened.isOpened() ? Optional.empty() : Optional.ofNullable(opened.getException()));
        });
        return answer;
    }

    private static SshdSocketAddress exit(SshHost target) {
        return new SshdSocketAddress(target.hostName(), target.port());
    }

    @Override
    public InetSocketAddress entrance() {
        return forward.getBoundAddress().toInetSocketAddress();
    }

    @Override
    public void close() throws IOException {
        forward.close();
    }
}
