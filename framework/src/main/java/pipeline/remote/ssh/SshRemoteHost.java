package pipeline.remote.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.TransportException;
import pipeline.remote.connect.SshConnector;
import pipeline.remote.shell.NodeUpload;
import pipeline.remote.shell.ShellChannel;
import pipeline.remote.shell.ShellOpener;
import pipeline.remote.shell.ShellSlot;
import pipeline.remote.shell.SlotProcess;

/**
 * One host reached by SSH: one connection carries everything, and another is opened only when the server refuses a
 * further channel on those there are. Thread-safe.
 */
final class SshRemoteHost implements RemoteHost, ShellOpener {

    /** What runs on the node to end a slot; reads its target from the shell's input, so nothing is on a command line. */
    private static final String KILL = "exec sh";

    private final String name;
    private final SshConnector connector;
    private final Executor blockingCalls;
    private final Duration loginLimit;

    private final List<SshConnection> connections = new ArrayList<>();
    private final Map<InetSocketAddress, Forward> forwards = new HashMap<>();
    private @Nullable CompletableFuture<SshConnection> connecting;
    private boolean closed;

    private record Forward(ClientSession session, CompletableFuture<InetSocketAddress> address) {}

    /**
     * Makes the way to a host; connects to nothing yet.
     *
     * @param blockingCalls runs the few calls of MINA that block
     */
    SshRemoteHost(String name, SshConnector connector, Executor blockingCalls, Duration loginLimit) {
        this.name = name;
        this.connector = connector;
        this.blockingCalls = blockingCalls;
        this.loginLimit = loginLimit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Slot> openSlot() {
        return ShellSlot.open(this, loginLimit);
    }

    @Override
    public CompletableFuture<String> put(NodeFile file, String nodeDirectory) {
        return NodeUpload.start(this, file, nodeDirectory);
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
        return withPlace().thenCompose(connection -> {
            CompletableFuture<ShellChannel> opened = new CompletableFuture<>();
            connection.open(name, command, listener).whenComplete((channel, failure) -> {
                if (channel != null) {
                    channel.onClose(() -> {
                        synchronized (this) {
                            connection.release();
                        }
                    });
                    opened.complete(channel);
                } else {
                    again(connection, failure, command, listener).whenComplete((other, e) -> {
                        if (e == null) {
                            opened.complete(other);
                        } else {
                            opened.completeExceptionally(e);
                        }
                    });
                }
            });
            return opened;
        });
    }

    /** After a refused channel: on another connection, which may have to be made. */
    private CompletableFuture<ShellChannel> again(
            SshConnection connection, Throwable failure, String command, ShellChannel.Listener listener) {
        boolean refused = failure instanceof SshChannelOpenException && connection.isAlive();
        boolean hopeless;
        synchronized (this) {
            if (refused) {
                connection.refused();
            } else {
                connection.release();
            }
            hopeless = connection.allowsNothing();
        }
        if (!refused) {
            return CompletableFuture.failedFuture(
                    new TransportException(TransportException.Cause.LOST, name, "the connection was lost", failure));
        }
        if (hopeless) {
            return CompletableFuture.failedFuture(new TransportException(
                    TransportException.Cause.CHANNEL,
                    name,
                    "logged in, but the server opens no session: " + failure.getMessage()
                            + "; look at MaxSessions in its sshd_config",
                    failure));
        }
        return open(command, listener);
    }

    /** Gives a connection with a place taken for one channel. */
    private CompletableFuture<SshConnection> withPlace() {
        CompletableFuture<SshConnection> made;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new TransportException(TransportException.Cause.LOST, name, "the connection was closed"));
            }
            connections.removeIf(connection -> !connection.isAlive());
            for (SshConnection connection : connections) {
                if (connection.take()) {
                    return CompletableFuture.completedFuture(connection);
                }
            }
            made = connecting;
            if (made == null) {
                made = new CompletableFuture<>();
                connecting = made;
                connect(made);
            }
        }
        return made.thenCompose(connection -> withPlace());
    }

    private void connect(CompletableFuture<SshConnection> made) {
        connector.connect(name).whenComplete((session, failure) -> {
            SshConnection connection = session == null ? null : new SshConnection(session);
            boolean tooLate;
            synchronized (this) {
                connecting = null;
                tooLate = closed;
                if (connection != null && !tooLate) {
                    connections.add(connection);
                }
            }
            if (connection == null) {
                made.completeExceptionally(failure);
            } else {
                if (tooLate) {
                    connection.session().close(true);
                }
                made.complete(connection);
            }
        });
    }

    @Override
    public CompletableFuture<InetSocketAddress> forward(InetSocketAddress server) {
        return withPlace().thenCompose(connection -> {
            synchronized (this) {
                connection.release();
                Forward known = forwards.get(server);
                if (known == null || !known.session().isOpen()) {
                    ClientSession session = connection.session();
                    known = new Forward(
                            session,
                            CompletableFuture.supplyAsync(() -> requestForward(session, server), blockingCalls));
                    forwards.put(server, known);
                }
                return known.address();
            }
        });
    }

    private InetSocketAddress requestForward(ClientSession session, InetSocketAddress server) {
        try {
            SshdSocketAddress bound = session.startRemotePortForwarding(
                    new SshdSocketAddress(SshdSocketAddress.LOCALHOST_IPV4, 0),
                    new SshdSocketAddress(server.getAddress().getHostAddress(), server.getPort()));
            return InetSocketAddress.createUnresolved(SshdSocketAddress.LOCALHOST_IPV4, bound.getPort());
        } catch (IOException e) {
            throw new CompletionException(new TransportException(
                    TransportException.Cause.FORWARD,
                    name,
                    "the server refuses to forward a port to the log server (" + e.getMessage()
                            + "); look at AllowTcpForwarding in its sshd_config",
                    e));
        }
    }

    @Override
    public CompletableFuture<Void> kill(SlotProcess process, Duration grace) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ShellChannel.Listener listener = new ShellChannel.Listener() {
            @Override
            public void stdout(byte[] bytes, int offset, int length) {
                // Nothing that the login shell prints matters here.
            }

            @Override
            public void stderr(byte[] bytes, int offset, int length) {
                // Nothing that the login shell prints matters here.
            }

            @Override
            public void closed(TransportException how) {
                ended.complete(null);
            }
        };
        String target = process.target();
        String script = "kill -TERM " + target + " 2>/dev/null; n=0\n"
                + "while kill -0 " + target + " 2>/dev/null && [ $n -lt " + grace.toSeconds() + " ]; do"
                + " sleep 1; n=$((n+1)); done\n"
                + "kill -KILL " + target + " 2>/dev/null\n";
        open(KILL, listener).whenComplete((channel, failure) -> {
            if (failure == null) {
                channel.write(script.getBytes(StandardCharsets.US_ASCII));
                channel.endOfInput();
            } else {
                ended.complete(null);
            }
        });
        return ended;
    }

    /** Closes all connections of the host. */
    CompletableFuture<Void> close() {
        List<SshConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(connections);
            connections.clear();
        }
        CompletableFuture<?>[] all = open.stream()
                .map(connection -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    connection.session().close(false).addListener(future -> done.complete(null));
                    return done;
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }
}
