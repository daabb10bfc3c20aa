package pipeline.remote.connect;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;
import pipeline.remote.HostLogin;
import pipeline.remote.TransportException.Cause;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * One attempt to get from an address to an authenticated session; thread-safe. The monitor guards the phase and what has
 * been seen; the result is completed once, outside of it.
 */
final class Handshake {

    private static final AttributeRepository.AttributeKey<Handshake> KEY = new AttributeRepository.AttributeKey<>();

    /** How far it has come. */
    private enum Phase {
        CONNECTING,
        SHAKING_HANDS,
        AUTHENTICATING
    }

    private final ConnectPlan plan;
    private final HandshakeFailures failures;
    private final Scheduler scheduler;
    private final CompletableFuture<ClientSession> result = new CompletableFuture<>();
    private Phase phase = Phase.CONNECTING;
    private @Nullable ScheduledTask alarm;
    private @Nullable ClientSession session;
    private @Nullable Throwable seen;
    private @Nullable String hostKeyObjection;
    private @Nullable String farewell;

    /** The first line from the server that is not its SSH version. */
    private @Nullable String greeting;

    private int offered;
    private int refused;
    private List<String> methods = List.of();
    private String identity = "";
    private boolean isClosed;

    Handshake(ConnectPlan plan, int attempt, Scheduler scheduler) {
        this.plan = plan;
        this.failures = new HandshakeFailures(plan, attempt);
        this.scheduler = scheduler;
        var unused = result.whenComplete((opened, failure) -> stopAlarm());
    }

    /** Returns the handshake that a session is part of. */
    static Handshake of(ClientSession session) {
        // the session itself has its context only some time after it was established
        Object context = session.getIoSession().getAttribute(AttributeRepository.class);
        Handshake handshake = context instanceof AttributeRepository attributes ? attributes.getAttribute(KEY) : null;
        if (handshake == null) {
            throw new IllegalStateException("the session " + session + " was not opened by a handshake");
        }
        return handshake;
    }

    ConnectPlan plan() {
        return plan;
    }

    /** Connects to an address; the result fails with an {@link ConnectAttemptException}. */
    CompletableFuture<ClientSession> start(SshClient client, SocketAddress address) {
        setAlarm();
        try {
            ConnectFuture connecting =
                    client.connect(plan.host().user(), address, AttributeRepository.ofKeyValuePair(KEY, this), null);
            connecting.addListener(this::connected);
            var unused = result.whenComplete((opened, failure) -> {
                if (failure != null) {
                    connecting.cancel();
                    closeSession();
                }
            });
        } catch (IOException | RuntimeException e) {
            fail(failures.notConnected(e));
        }
        return result;
    }

    private void connected(ConnectFuture future) {
        if (!future.isConnected()) {
            Throwable reason = future.getException();
            fail(failures.notConnected(reason == null ? new ConnectException("cancelled") : reason));
            return;
        }
        ClientSession opened = future.getClientSession();
        enter(Phase.SHAKING_HANDS, opened);
        if (result.isDone()) {
            opened.close(true);
            return;
        }
        try {
            opened.auth().addListener(this::authenticated);
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    /** The keys of the session are agreed upon, and the host's key is accepted. */
    void keysEstablished() {
        enter(Phase.AUTHENTICATING, null);
    }

    /** The host's key is not accepted. */
    synchronized void refuseHostKey(String objection) {
        hostKeyObjection = objection;
    }

    /** The server says why it hangs up. */
    synchronized void disconnected(String message) {
        farewell = message;
    }

    /** Something went wrong; the first thing is the cause of the others. */
    synchronized void saw(Throwable error) {
        if (seen == null) {
            seen = error;
        }
    }

    /** A line has come before or as the version of the server. */
    synchronized void heard(String line) {
        if (greeting == null && !line.startsWith("SSH-")) {
            greeting = line;
        }
    }

    /** A key is offered to the server. */
    synchronized void offered() {
        offered++;
    }

    /**
     * The server does not let us in with a key.
     *
     * @param partial whether the key is right and not enough
     * @param accepted the ways to log in that the server names
     */
    synchronized void refused(boolean partial, List<String> accepted) {
        refused += partial ? 0 : 1;
        methods = accepted;
    }

    /** The server lets us in with a key. */
    synchronized void accepted(PublicKey key) {
        identity = plan.identities().describe(key);
    }

    /** Returns how the session was logged in, with the key that its host showed. */
    synchronized HostLogin login(String hostKey) {
        return new HostLogin(plan.host().user() + "@" + failures.where(), identity, hostKey);
    }

    /** The session is closed. */
    void closed() {
        synchronized (this) {
            isClosed = true;
        }
        broken(new IOException("the connection was closed"));
    }

    private void authenticated(AuthFuture future) {
        ClientSession opened = opened();
        if (future.isSuccess() && opened != null) {
            result.complete(opened);
            return;
        }
        Throwable reason = future.getException();
        broken(reason == null ? new IOException("authentication was cancelled") : reason);
    }

    private synchronized @Nullable ClientSession opened() {
        return session;
    }

    /** Takes the end of a session that is not authenticated, for any reason. */
    private void broken(Throwable reason) {
        ConnectAttemptException failure;
        synchronized (this) {
            saw(reason);
            if (hostKeyObjection != null) {
                failure = failures.hostKey(hostKeyObjection);
            } else if (phase != Phase.AUTHENTICATING) {
                failure = failures.dropped(seen == null ? reason : seen, farewell, greeting);
            } else if (areKeysUsedUp(reason)) {
                failure = failures.notAuthenticated(offered, methods);
            } else if (!isClosed) {
                // MINA reports that the login failed before it reports what the server said: that is known at the end
                return;
            } else if (offered > 0 && (refused > 0 || farewell != null)) {
                failure = failures.cutShort(offered, farewell);
            } else {
                failure = failures.lostInLogin(seen == null ? reason : seen, farewell);
            }
        }
        fail(failure);
    }

    private static boolean areKeysUsedUp(Throwable reason) {
        return reason instanceof SshException refusal
                && refusal.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    }

    private void timedOut() {
        ConnectAttemptException failure;
        synchronized (this) {
            failure = switch (phase) {
                case CONNECTING -> failures.timeout(Cause.UNREACHABLE, "does not answer");
                case SHAKING_HANDS ->
                    // the near end of a way always takes the connection
                    plan.isDirect()
                            ? failures.timeout(Cause.SILENT, "takes the connection but does not speak SSH")
                            : failures.timeout(Cause.UNREACHABLE, "does not answer");
                case AUTHENTICATING -> failures.timeout(Cause.SILENT, "does not finish the authentication");
            };
        }
        fail(failure);
    }

    private void fail(ConnectAttemptException failure) {
        result.completeExceptionally(failure);
    }

    private void enter(Phase next, @Nullable ClientSession opened) {
        synchronized (this) {
            phase = next;
            if (opened != null) {
                session = opened;
            }
        }
        setAlarm();
    }

    private synchronized void setAlarm() {
        stopAlarm();
        if (!result.isDone()) {
            alarm = scheduler.after(plan.host().connectTimeout(), this::timedOut);
        }
    }

    private synchronized void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void closeSession() {
        ClientSession opened = opened();
        if (opened != null) {
            opened.close(true);
        }
    }
}
