package pipeline.remote.connect;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.identity.Identities;

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
    private final ScheduledExecutorService timer;
    private final CompletableFuture<ClientSession> result = new CompletableFuture<>();
    private Phase phase = Phase.CONNECTING;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable ClientSession session;
    private @Nullable Throwable seen;
    private @Nullable String hostKeyObjection;
    private @Nullable String farewell;

    Handshake(ConnectPlan plan, int attempt, ScheduledExecutorService timer) {
        this.plan = plan;
        this.failures = new HandshakeFailures(plan, attempt);
        this.timer = timer;
        var unused = result.whenComplete((opened, failure) -> stopAlarm());
    }

    /** Gives the handshake that a session is part of. */
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

    Identities identities() {
        return plan.identities();
    }

    /** Connects to an address; the result fails with an {@link AttemptException}. */
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

    /** The session is closed. */
    void closed() {
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

    /** Takes the end of a session that is not authenticated, whatever ended it. */
    private void broken(Throwable reason) {
        AttemptException failure;
        synchronized (this) {
            saw(reason);
            if (hostKeyObjection != null) {
                failure = failures.hostKey(hostKeyObjection);
            } else if (phase == Phase.AUTHENTICATING && isRefusal(reason)) {
                failure = failures.notAuthenticated(farewell);
            } else {
                failure = failures.dropped(seen == null ? reason : seen, farewell, phase == Phase.AUTHENTICATING);
            }
        }
        fail(failure);
    }

    private boolean isRefusal(Throwable reason) {
        boolean keysUsedUp = reason instanceof SshException refusal
                && refusal.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
        return keysUsedUp || (farewell != null && farewell.contains("authentication failures"));
    }

    private void timedOut() {
        AttemptException failure;
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

    private void fail(AttemptException failure) {
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
        if (!result.isDone() && !timer.isShutdown()) {
            alarm = timer.schedule(this::timedOut, plan.host().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void stopAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private void closeSession() {
        ClientSession opened = opened();
        if (opened != null) {
            opened.close(true);
        }
    }
}
