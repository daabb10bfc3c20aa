package pipeline.remote.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.remote.TransportException;
import pipeline.remote.connect.SshConnector;
import pipeline.remote.shell.NodeUpload;
import pipeline.remote.shell.ShellChannel;
import pipeline.remote.shell.ShellOpener;
import pipeline.remote.shell.ShellQuestion;
import pipeline.remote.shell.ShellSlot;
import pipeline.remote.shell.SlotKill;
import pipeline.remote.shell.SlotProcess;
import pipeline.remote.shell.SlotReader;
import pipeline.remote.shell.SlotRemoval;
import pipeline.remote.shell.SpoolNote;
import pipeline.remote.shell.SpoolReader;
import pipeline.remote.shell.TakeOver;

/**
 * One host reached by SSH: one connection carries everything, and another is opened only when the server refuses a
 * further channel on those there are. Thread-safe.
 */
final class SshRemoteHost implements RemoteHost, ShellOpener {

    private static final String CLOSED = "the connection was closed, because the run is ending";

    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(500);

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

    /** Tries once more, on another connection, what was caught by the end of one: that says little of the host. */
    private <T> CompletableFuture<T> again(Supplier<CompletableFuture<T>> action, int attempt) {
        return action.get()
                .handle((result, failure) -> {
                    TransportException broken = TransportException.in(failure);
                    if (failure == null) {
                        return CompletableFuture.completedFuture(result);
                    }
                    if (broken == null
                            || broken.cause() != TransportException.Cause.LOST
                            || attempt == ATTEMPTS
                            || isClosed()) {
                        return CompletableFuture.<T>failedFuture(failure);
                    }
                    return CompletableFuture.supplyAsync(
                                    () -> again(action, attempt + 1),
                                    CompletableFuture.delayedExecutor(
                                            PAUSE.multipliedBy(attempt).toMillis(), TimeUnit.MILLISECONDS))
                            .thenCompose(Function.identity());
                })
                .thenCompose(Function.identity());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public CompletableFuture<Slot> openSlot(SlotOwner owner) {
        return again(() -> ShellSlot.open(this, owner, loginLimit), 1);
    }

    @Override
    public CompletableFuture<Map<String, SlotTrace>> takeOver(SlotOwner owner, boolean fences) {
        return again(() -> TakeOver.start(this, owner, fences, loginLimit), 1);
    }

    @Override
    public CompletableFuture<ScriptEnd> follow(SlotTrace trace, String id, SlotOutput output) {
        return SlotReader.start(this, trace, id, output, loginLimit);
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotTrace trace, Duration grace) {
        return SlotKill.start(this, trace.directory(), grace, loginLimit);
    }

    @Override
    public CompletableFuture<Void> spooled(SlotTrace trace, String id, SpoolOutput output) {
        return SpoolReader.start(this, trace, id, output, loginLimit);
    }

    @Override
    public CompletableFuture<Void> leaveWord(SlotTrace trace, String line) {
        return again(() -> SpoolNote.start(this, trace, line, loginLimit), 1);
    }

    @Override
    public CompletableFuture<Void> forget(SlotOwner owner) {
        return SlotRemoval.start(this, owner, loginLimit);
    }

    @Override
    public CompletableFuture<String> put(NodeFile file, String nodeDirectory) {
        return again(() -> NodeUpload.start(this, file, nodeDirectory, loginLimit), 1);
    }

    @Override
    public CompletableFuture<String> ask(String script) {
        return again(() -> ShellQuestion.start(this, script, loginLimit), 1);
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
        return withPlace().thenCompose(connection -> {
            CompletableFuture<ShellChannel> opened = new CompletableFuture<>();
            connection.open(name, command, listener).whenComplete((channel, failure) -> {
                if (channel != null) {
                    synchronized (this) {
                        connection.allowed();
                    }
                    channel.onClose(() -> {
                        synchronized (this) {
                            connection.released();
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
            }
            hopeless = connection.hasAllowedNothing();
        }
        if (!refused) {
            return CompletableFuture.failedFuture(lost("the connection was lost", failure));
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

    /** Gives a connection that has a place for a channel. */
    private CompletableFuture<SshConnection> withPlace() {
        CompletableFuture<SshConnection> made;
        synchronized (this) {
            for (SshConnection connection : living()) {
                if (connection.hasPlace()) {
                    return CompletableFuture.completedFuture(connection);
                }
            }
            made = another();
        }
        return made.thenCompose(this::alive).thenCompose(connection -> withPlace());
    }

    /** Gives any connection, for what needs no channel. */
    private CompletableFuture<SshConnection> any() {
        CompletableFuture<SshConnection> made;
        synchronized (this) {
            List<SshConnection> living = living();
            if (!living.isEmpty()) {
                return CompletableFuture.completedFuture(living.get(0));
            }
            made = another();
        }
        return made.thenCompose(this::alive);
    }

    private synchronized List<SshConnection> living() {
        connections.removeIf(connection -> !connection.isAlive());
        return connections;
    }

    /** Gives the connection that is being made; begins to make one if there is none. */
    private synchronized CompletableFuture<SshConnection> another() {
        if (closed) {
            return CompletableFuture.failedFuture(lost(CLOSED, null));
        }
        CompletableFuture<SshConnection> made = connecting;
        if (made == null) {
            made = new CompletableFuture<>();
            connecting = made;
            connect(made);
        }
        return made;
    }

    /** A host that drops each connection as soon as it stands is not tried for ever. */
    private CompletableFuture<SshConnection> alive(SshConnection connection) {
        return connection.isAlive()
                ? CompletableFuture.completedFuture(connection)
                : CompletableFuture.failedFuture(lost("the connection was lost as soon as it stood", null));
    }

    private TransportException lost(String message, @Nullable Throwable reason) {
        return new TransportException(TransportException.Cause.LOST, name, message, reason);
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
        synchronized (this) {
            Forward known = forwards.get(server);
            if (known != null && known.session().isOpen()) {
                return known.address().copy();
            }
        }
        return again(() -> any().thenCompose(connection -> forward(connection.session(), server)), 1);
    }

    private CompletableFuture<InetSocketAddress> forward(ClientSession session, InetSocketAddress server) {
        Forward fresh;
        synchronized (this) {
            Forward known = forwards.get(server);
            if (known != null && known.session().isOpen()) {
                return known.address().copy();
            }
            if (closed) {
                return CompletableFuture.failedFuture(lost(CLOSED, null));
            }
            fresh = new Forward(session, new CompletableFuture<>());
            forwards.put(server, fresh);
        }
        // the request may still wait for its thread when the connection is lost
        session.addCloseFutureListener(
                future -> fresh.address().completeExceptionally(lost("the connection was lost", null)));
        try {
            blockingCalls.execute(() -> requestForward(fresh, server));
        } catch (RejectedExecutionException e) {
            fresh.address().completeExceptionally(lost(CLOSED, e));
        }
        return fresh.address().copy();
    }

    private void requestForward(Forward forward, InetSocketAddress server) {
        try {
            SshdSocketAddress bound = forward.session()
                    .startRemotePortForwarding(
                            new SshdSocketAddress(SshdSocketAddress.LOCALHOST_IPV4, 0),
                            new SshdSocketAddress(server.getAddress().getHostAddress(), server.getPort()));
            forward.address()
                    .complete(InetSocketAddress.createUnresolved(SshdSocketAddress.LOCALHOST_IPV4, bound.getPort()));
        } catch (IOException | RuntimeException e) {
            forward.address()
                    .completeExceptionally(
                            forward.session().isOpen()
                                    ? new TransportException(
                                            TransportException.Cause.FORWARD,
                                            name,
                                            "the server refuses to forward a port to the log server (" + e.getMessage()
                                                    + "); look at AllowTcpForwarding in its sshd_config",
                                            e)
                                    : lost("the connection was lost", e));
        }
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
        return SlotKill.start(this, process.directory(), grace, loginLimit);
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
