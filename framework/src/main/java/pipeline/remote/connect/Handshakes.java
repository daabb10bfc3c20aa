package pipeline.remote.connect;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;

/** Makes one attempt to get from an address to an authenticated session. */
@FunctionalInterface
interface Handshakes {

    /**
     * Starts an attempt.
     *
     * @param attempt its number, from 0
     * @return fails with a {@link ConnectAttemptException}
     */
    CompletableFuture<ClientSession> start(ConnectPlan plan, int attempt, InetSocketAddress address);
}
