package pipeline.remote.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;

/** The ports of one host that lead to servers of the master, one for each server as long as its connection lives. Thread-safe. */
final class SshPortForwards {

    private final String host;
    private final SshConnectionPool connections;
    private final Executor blockingCalls;
    private final Map<InetSocketAddress, Forward> forwards = new HashMap<>();

    private record Forward(ClientSession session, CompletableFuture<InetSocketAddress> address) {}

    /**
     * Makes it; no port is asked for yet.
     *
     * @param blockingCalls runs the few calls of MINA that block
     */
    SshPortForwards(String host, SshConnectionPool connections, Executor blockingCalls) {
        this.host = host;
        this.connections = connections;
        this.blockingCalls = blockingCalls;
    }

    /** Returns where a server of the master is reached, if that is so or being asked for; null otherwise. */
    synchronized @Nullable CompletableFuture<InetSocketAddress> known(InetSocketAddress server) {
        Forward known = forwards.get(server);
        return known != null && known.session().isOpen() ? known.address().copy() : null;
    }

    /** Has a connection make a server of the master reachable, unless one does already. */
    CompletableFuture<InetSocketAddress> by(ClientSession session, InetSocketAddress server) {
        Forward fresh;
        synchronized (this) {
            CompletableFuture<InetSocketAddress> known = known(server);
            if (known != null) {
                return known;
            }
            if (connections.isClosed()) {
                return CompletableFuture.failedFuture(connections.closedFailure(null));
            }
            fresh = new Forward(session, new CompletableFuture<>());
            forwards.put(server, fresh);
        }
        // the request may still wait for its thread when the connection is lost
        session.addCloseFutureListener(future -> fresh.address().completeExceptionally(connections.lost(null)));
        try {
            blockingCalls.execute(() -> request(fresh, server));
        } catch (RejectedExecutionException e) {
            fresh.address().completeExceptionally(connections.closedFailure(e));
        }
        return fresh.address().copy();
    }

    private void request(Forward forward, InetSocketAddress server) {
        try {
            SshdSocketAddress bound = forward.session()
                    .startRemotePortForwarding(
                            new SshdSocketAddress(SshdSocketAddress.LOCALHOST_IPV4, 0),
                            new SshdSocketAddress(server.getAddress().getHostAddress(), server.getPort()));
            forward.address()
                    .complete(InetSocketAddress.createUnresolved(SshdSocketAddress.LOCALHOST_IPV4, bound.getPort()));
        } catch (IOException | RuntimeException e) {
            forward.address().completeExceptionally(forward.session().isOpen() ? refused(e) : connections.lost(e));
        }
    }

    private TransportException refused(Exception reason) {
        return new TransportException(
                TransportException.Cause.FORWARD,
                host,
                "the server refuses to forward a port to the log server (" + reason.getMessage()
                        + "); look at AllowTcpForwarding in its sshd_config",
                reason);
    }
}
