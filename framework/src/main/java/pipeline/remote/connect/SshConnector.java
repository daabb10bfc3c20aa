package pipeline.remote.connect;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import pipeline.remote.HostLogin;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.UnknownHostsException;
import pipeline.remote.hostkey.HostKey;
import pipeline.remote.sshconfig.SshConfig;
import pipeline.remote.sshconfig.SshConfigException;
import pipeline.remote.sshconfig.SshHost;
import pipeline.remote.sshconfig.SshSettings;
import pipeline.time.Scheduler;

/**
 * Connects to hosts by name and authenticates, by the rules of the user's SSH configuration and without questions to the user.
 * Thread-safe, with a constant number of threads. The caller closes the session that it gets.
 */
public final class SshConnector implements AutoCloseable {

    private final SshSettings settings;
    private final SshClient client;
    private final ConnectorThreads threads;
    private final Parts parts;
    private final AlgorithmProposer proposer = new AlgorithmProposer();
    private final Map<String, CompletableFuture<ClientSession>> jumpSessions = new ConcurrentHashMap<>();
    private final Map<Object, Pending> unfinished = new ConcurrentHashMap<>();
    private volatile @Nullable SshConfig config;
    private volatile boolean closed;

    /** What all connections share. */
    record Parts(
            Handshakes handshakes,
            Scheduler scheduler,
            ExecutorService workers,
            HandshakePacer pacer,
            ConnectRetryPolicy retryPolicy) {}

    private record Pending(String host, CompletableFuture<ClientSession> result) {}

    public SshConnector(SshSettings settings) {
        this(settings, Scheduler.system());
    }

    /** Makes a connector that waits by a scheduler. */
    public SshConnector(SshSettings settings, Scheduler scheduler) {
        this.settings = settings;
        this.client = SshClientFactory.start(new HostKeyVerifier(settings, scheduler));
        this.threads = new ConnectorThreads();
        this.parts = new Parts(
                (plan, attempt, address) -> new Handshake(plan, attempt, scheduler).start(client, address),
                scheduler,
                threads,
                new HandshakePacer(HandshakePacer.PER_SERVER, HandshakePacer.OVERALL, threads),
                new ConnectRetryPolicy(RandomGenerator.getDefault()));
    }

    /**
     * Reads the SSH configuration again and makes sure that every name has an entry there or resolves.
     *
     * @throws UnknownHostsException naming all that have none and do not
     */
    public void check(Collection<String> hosts) throws UnknownHostsException {
        SshConfig current;
        try {
            current = read();
        } catch (SshConfigException e) {
            throw new UnknownHostsException(List.copyOf(hosts), e.getMessage());
        }
        Path only = settings.sshConfig();
        UnknownHostCheck.check(hosts, current, parts.workers(), only == null ? "~/.ssh/config" : only.toString());
    }

    /** Returns how a session of a connector was logged in. */
    public static HostLogin login(ClientSession session) {
        return Handshake.of(session).login(HostKey.of(session.getServerKey()).toString());
    }

    /** Connects to a host; fails with a {@link TransportException}. The result comes on a thread that may block. */
    public CompletableFuture<ClientSession> connect(String host) {
        CompletableFuture<ClientSession> result = new CompletableFuture<>();
        Object ticket = new Object();
        unfinished.put(ticket, new Pending(host, result));
        var unused = result.whenComplete((session, error) -> unfinished.remove(ticket));
        try {
            parts.workers().execute(() -> connect(host, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closedFailure(host));
        }
        if (closed) {
            result.completeExceptionally(closedFailure(host));
        }
        return result;
    }

    private void connect(String host, CompletableFuture<ClientSession> result) {
        CompletableFuture<ClientSession> reached;
        try {
            reached = reach(config().route(host));
        } catch (SshConfigException e) {
            reached =
                    CompletableFuture.failedFuture(new TransportException(Cause.UNKNOWN_HOST, host, e.getMessage(), e));
        } catch (RuntimeException e) {
            reached = CompletableFuture.failedFuture(e);
        }
        var unused = reached.whenComplete((session, error) -> {
            if (error != null) {
                result.completeExceptionally(ConnectFailures.of(host, error));
            } else if (!result.complete(session)) {
                session.close(true);
            }
        });
    }

    private CompletableFuture<ClientSession> reach(List<SshHost> route) {
        if (route.size() == 1) {
            return reach(route, null);
        }
        return jumpSession(route.subList(0, route.size() - 1))
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(ConnectFailures.byWayOf(route, error)))
                .thenComposeAsync(jump -> reach(route, jump), parts.workers());
    }

    private CompletableFuture<ClientSession> reach(List<SshHost> route, @Nullable ClientSession jump) {
        try {
            return new ConnectTask(
                            parts,
                            ConnectPlanner.plan(
                                    route,
                                    proposer,
                                    parts.scheduler().wallClock().instant()),
                            jump)
                    .start();
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns the one session to a jump host that all hosts behind it share; a failed or broken one is replaced. */
    private CompletableFuture<ClientSession> jumpSession(List<SshHost> route) {
        String key = route.stream()
                .map(hop -> hop.user() + "@" + hop.address()
                        + hop.proxyCommand()
                                .map(command -> " by " + command.command())
                                .orElse(""))
                .collect(Collectors.joining(" "));
        CompletableFuture<ClientSession> mine = new CompletableFuture<>();
        CompletableFuture<ClientSession> shared =
                jumpSessions.compute(key, (name, current) -> current == null || isUseless(current) ? mine : current);
        if (shared == mine) {
            var unused = reach(route).whenComplete((session, error) -> {
                if (error != null) {
                    mine.completeExceptionally(error);
                } else {
                    mine.complete(session);
                }
            });
        }
        return shared;
    }

    private static boolean isUseless(CompletableFuture<ClientSession> session) {
        return session.isCompletedExceptionally()
                || (session.isDone() && !session.join().isOpen());
    }

    private SshConfig config() throws SshConfigException {
        SshConfig current = config;
        return current == null ? read() : current;
    }

    private synchronized SshConfig read() throws SshConfigException {
        SshConfig current = config;
        SshConfig fresh = current == null ? SshConfig.read(settings) : current.again();
        config = fresh;
        return fresh;
    }

    private static TransportException closedFailure(String host) {
        return new TransportException(Cause.LOST, host, "not connected, because the run is ending");
    }

    /** Closes all sessions and ends all threads; what is not connected yet fails. */
    @Override
    public void close() {
        closed = true;
        for (Pending pending : unfinished.values()) {
            pending.result().completeExceptionally(closedFailure(pending.host()));
        }
        client.stop();
        threads.end(parts.scheduler());
    }
}
