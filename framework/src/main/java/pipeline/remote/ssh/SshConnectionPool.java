package pipeline.remote.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;
import pipeline.remote.connect.SshConnector;
import pipeline.time.Scheduler;

/** The connections to one host: as few as possible, made one after the other. Thread-safe. */
final class SshConnectionPool {

    private final String host;
    private final SshConnector connector;
    private final Scheduler scheduler;

    /** Guarded by this, as are all below. */
    private final List<SshConnection> connections = new ArrayList<>();

    private @Nullable CompletableFuture<SshConnection> connecting;
    private boolean closed;

    /** Makes it; connects to nothing yet. */
    SshConnectionPool(String host, SshConnector connector, Scheduler scheduler) {
        this.host = host;
        this.connector = connector;
        this.scheduler = scheduler;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns a connection that has a place for a channel. */
    CompletableFuture<SshConnection> withPlace() {
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

    /** Returns any connection, for what needs no channel. */
    CompletableFuture<SshConnection> any() {
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

    /** Closes all, for good. */
    CompletableFuture<Void> close() {
        List<SshConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(connections);
            connections.clear();
        }
        return CompletableFuture.allOf(open.stream().map(SshConnection::close).toArray(CompletableFuture<?>[]::new));
    }

    private synchronized List<SshConnection> living() {
        connections.removeIf(connection -> !connection.isAlive());
        return connections;
    }

    /** Returns the connection that is being made; begins to make one if there is none. */
    private synchronized CompletableFuture<SshConnection> another() {
        if (closed) {
            return CompletableFuture.failedFuture(closedFailure(null));
        }
        CompletableFuture<SshConnection> made = connecting;
        if (made == null) {
            made = new CompletableFuture<>();
            connecting = made;
            connect(made);
        }
        return made;
    }

    private void connect(CompletableFuture<SshConnection> made) {
        connector.connect(host).whenComplete((session, failure) -> {
            SshConnection connection = session == null ? null : new SshConnection(session, scheduler);
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

    /** A host that drops each connection as soon as it stands is not tried for ever. */
    private CompletableFuture<SshConnection> alive(SshConnection connection) {
        return connection.isAlive()
                ? CompletableFuture.completedFuture(connection)
                : CompletableFuture.failedFuture(lost("the connection was lost as soon as it stood", null));
    }

    TransportException lost(@Nullable Throwable reason) {
        return lost("the connection was lost", reason);
    }

    TransportException closedFailure(@Nullable Throwable reason) {
        return lost("the connection was closed, because the run is ending", reason);
    }

    private TransportException lost(String message, @Nullable Throwable reason) {
        return new TransportException(TransportException.Cause.LOST, host, message, reason);
    }
}
