package pipeline.remote.ssh;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import pipeline.remote.HostLogin;
import pipeline.remote.TransportException;
import pipeline.remote.connect.SshConnector;
import pipeline.remote.shell.ShellChannel;
import pipeline.remote.shell.ShellHost;
import pipeline.time.Backoff;
import pipeline.time.Scheduler;

/**
 * A host reached by SSH. One connection carries everything; another is opened only if the server refuses a further channel.
 * Thread-safe.
 */
final class SshRemoteHost extends ShellHost {

    private static final int ATTEMPTS = 4;
    private static final Backoff BACKOFF = Backoff.doubling(Duration.ofMillis(500), Duration.ofSeconds(2));

    private final SshConnectionPool connections;
    private final SshPortForwards forwards;

    /**
     * Makes the way to a host; connects to nothing yet.
     *
     * @param blockingCalls runs the few calls of MINA that block
     */
    SshRemoteHost(
            String name, SshConnector connector, Executor blockingCalls, Duration loginLimit, Scheduler scheduler) {
        super(name, loginLimit, scheduler);
        this.connections = new SshConnectionPool(name, connector, scheduler);
        this.forwards = new SshPortForwards(name, connections, blockingCalls);
    }

    /** Tries once more, on another connection, what was caught by the end of one: that says little of the host. */
    @Override
    protected <T> CompletableFuture<T> persist(Supplier<CompletableFuture<T>> action) {
        return persist(action, 1);
    }

    private <T> CompletableFuture<T> persist(Supplier<CompletableFuture<T>> action, int attempt) {
        return action.get()
                .handle((result, failure) -> {
                    TransportException broken = TransportException.in(failure);
                    if (failure == null) {
                        return CompletableFuture.completedFuture(result);
                    }
                    if (broken == null
                            || broken.cause() != TransportException.Cause.LOST
                            || attempt == ATTEMPTS
                            || connections.isClosed()) {
                        return CompletableFuture.<T>failedFuture(failure);
                    }
                    CompletableFuture<Void> pause = new CompletableFuture<>();
                    scheduler().after(BACKOFF.after(attempt), () -> pause.complete(null));
                    return pause.thenCompose(over -> persist(action, attempt + 1));
                })
                .thenCompose(Function.identity());
    }

    @Override
    public CompletableFuture<HostLogin> login() {
        return persist(() -> connections.any().thenApply(connection -> SshConnector.login(connection.session())));
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
        return connections
                .withPlace()
                .thenCompose(connection -> connection
                        .open(name(), command, listener)
                        .<CompletableFuture<ShellChannel>>handle((channel, failure) -> channel != null
                                ? CompletableFuture.completedFuture(channel)
                                : afterRefusal(connection, failure, command, listener))
                        .thenCompose(Function.identity()));
    }

    /** After a refused channel: on another connection, which may have to be made. */
    private CompletableFuture<ShellChannel> afterRefusal(
            SshConnection connection, Throwable failure, String command, ShellChannel.Listener listener) {
        if (!(failure instanceof SshChannelOpenException) || !connection.isAlive()) {
            return CompletableFuture.failedFuture(connections.lost(failure));
        }
        if (connection.refusesAll()) {
            return CompletableFuture.failedFuture(new TransportException(
                    TransportException.Cause.CHANNEL,
                    name(),
                    "logged in, but the server opens no session: " + failure.getMessage()
                            + "; look at MaxSessions in its sshd_config",
                    failure));
        }
        return open(command, listener);
    }

    @Override
    public CompletableFuture<InetSocketAddress> forward(InetSocketAddress server) {
        CompletableFuture<InetSocketAddress> known = forwards.known(server);
        return known != null
                ? known
                : persist(() -> connections.any().thenCompose(connection -> forwards.by(connection.session(), server)));
    }

    /** Closes all connections of the host. */
    CompletableFuture<Void> close() {
        return connections.close();
    }
}
