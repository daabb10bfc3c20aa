package pipeline.remote.connect;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.connect.ConnectAttemptException.Retry;
import pipeline.remote.sshconfig.ProxyCommand;

/** Makes the messages for failed handshakes: what happened, where, and what to do. */
final class HandshakeFailures {

    private final ConnectPlan plan;
    private final int attempt;

    HandshakeFailures(ConnectPlan plan, int attempt) {
        this.plan = plan;
        this.attempt = attempt;
    }

    /** Returns the address, with the way to it. */
    String where() {
        return plan.where(attempt);
    }

    ConnectAttemptException notConnected(Throwable reason) {
        for (Throwable t = reason; t != null; t = t.getCause()) {
            if (t instanceof ConnectException && String.valueOf(t.getMessage()).contains("refused")) {
                return refused(reason);
            }
        }
        return unreachable(reason, reason instanceof NoRouteToHostException ? "there is no route" : text(reason));
    }

    /** The jump host could not connect to the host. */
    ConnectAttemptException tunnel(@Nullable Throwable reason) {
        String text = reason == null ? "" : text(reason);
        if (text.contains("refused")) {
            return refused(reason);
        }
        if (reason instanceof SshChannelOpenException refusal
                && refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED) {
            return make(
                    Retry.NEVER,
                    Cause.CHANNEL,
                    "the jump host does not forward to " + where() + " (" + text
                            + "); allow it there: AllowTcpForwarding, PermitOpen",
                    reason);
        }
        return unreachable(reason, text);
    }

    /** The command that leads to the host cannot be run. */
    ConnectAttemptException noCommand(Throwable reason) {
        return make(
                Retry.NEVER,
                Cause.UNREACHABLE,
                "its ProxyCommand cannot be run: " + command() + " (" + text(reason) + ")",
                reason);
    }

    /**
     * The command that leads to the host has ended in failure.
     *
     * @param said the last line of its errors, which may be empty
     */
    ConnectAttemptException command(int code, String said) {
        boolean hopeless = code == 126 || code == 127;
        boolean shed = said.contains("kex_exchange_identification") || said.contains("banner exchange");
        return make(
                hopeless ? Retry.NEVER : shed ? Retry.BACK_OFF : Retry.ONCE,
                Cause.UNREACHABLE,
                "its ProxyCommand ended with code " + code + (said.isEmpty() ? " without a word" : " (" + said + ")")
                        + "; try it by hand: " + command(),
                null);
    }

    /** Adds what the command that leads to the host has said to a failure of the connection through it. */
    ConnectAttemptException withLastLine(ConnectAttemptException failure, String said) {
        if (said.isEmpty()) {
            return failure;
        }
        TransportException known = failure.failure();
        String message =
                String.valueOf(known.getMessage()).substring(known.host().length() + 2);
        return make(failure.retry(), known.cause(), message + "; its ProxyCommand says: " + said, known);
    }

    private String command() {
        return plan.proxyCommand().map(ProxyCommand::command).orElse("");
    }

    private ConnectAttemptException refused(@Nullable Throwable reason) {
        return make(Retry.ONCE, Cause.REFUSED, "connection refused at " + where() + "; is sshd running there?", reason);
    }

    private ConnectAttemptException unreachable(@Nullable Throwable reason, String text) {
        return make(
                Retry.ONCE,
                Cause.UNREACHABLE,
                "cannot be reached at " + where() + " (" + text + "); is the host up, and no firewall between?",
                reason);
    }

    /** Nothing happened for the whole of the connect timeout. */
    ConnectAttemptException timeout(Cause cause, String what) {
        return make(
                Retry.OTHER_ADDRESS,
                cause,
                what + " at " + where() + " (waited "
                        + plan.host().connectTimeout().toMillis() / 1000.0
                        + " s); is the host up, and is it sshd that listens there? See connect_timeout",
                null);
    }

    ConnectAttemptException hostKey(String objection) {
        return make(Retry.NEVER, Cause.HOST_KEY, objection, null);
    }

    /**
     * The server took none of the keys.
     *
     * @param offered how many it was offered
     * @param methods the ways to log in that it names; empty if it has named none
     */
    ConnectAttemptException notAuthenticated(int offered, List<String> methods) {
        boolean takesKeys = methods.isEmpty() || methods.contains("publickey");
        return refused(
                (offered == 0 ? "there was no key to offer" : "not with any key")
                        + " (" + notes()
                        + (takesKeys ? "" : "; the server wants also: " + String.join(", ", methods)) + ")",
                "add a public key to its authorized_keys (ssh-copy-id "
                        + plan.host().name() + "), or name the right IdentityFile or User");
    }

    /**
     * The server hung up before it was offered all keys, or when it was.
     *
     * @param offered how many it was offered
     */
    ConnectAttemptException cutShort(int offered, @Nullable String farewell) {
        int all = plan.identities().offers().size();
        String said = farewell == null ? "" : "; the server says: " + farewell;
        return offered < all
                ? refused(
                        "too many keys offered: the server hung up after " + offered + " of " + all + " (" + notes()
                                + said + ")",
                        "name the right key by IdentityFile and set IdentitiesOnly yes for this host, or take keys out"
                                + " of the agent")
                : refused(
                        "not with any key (" + notes() + said + ")",
                        "add a public key to its authorized_keys (ssh-copy-id "
                                + plan.host().name() + "), or name the right IdentityFile or User");
    }

    private String notes() {
        return String.join("; ", plan.identities().notes());
    }

    private ConnectAttemptException refused(String why, String remedy) {
        return make(
                Retry.NEVER,
                Cause.AUTHENTICATION,
                "user " + plan.host().user() + " was not let in at " + where() + ": " + why + "; " + remedy,
                null);
    }

    /** The connection ended while no key had been refused. */
    ConnectAttemptException lostInLogin(Throwable reason, @Nullable String farewell) {
        return make(
                Retry.ONCE,
                Cause.HANDSHAKE,
                "the connection to " + where() + " ended during the authentication ("
                        + (farewell == null ? text(reason) : farewell) + "); see sshd's log there",
                reason);
    }

    /**
     * The connection ended before the keys were agreed upon.
     *
     * @param greeting what the server said instead of its SSH version; null if it did not
     */
    ConnectAttemptException dropped(Throwable reason, @Nullable String farewell, @Nullable String greeting) {
        int code = reason instanceof SshException end ? end.getDisconnectCode() : 0;
        boolean isForeign = greeting != null && !isShedding(greeting);
        if (isForeign || code == SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED) {
            return make(
                    Retry.NEVER,
                    Cause.HANDSHAKE,
                    "no SSH 2 server at " + where() + ": it says \"" + (isForeign ? greeting : text(reason))
                            + "\"; is the Port right?",
                    reason);
        }
        boolean isHopeless = code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED;
        String said = farewell != null ? farewell : greeting != null ? greeting : text(reason);
        return make(
                isHopeless ? Retry.NEVER : Retry.BACK_OFF,
                Cause.HANDSHAKE,
                "the connection to " + where() + " ended during the SSH handshake (" + said + "); "
                        + (isHopeless
                                ? "the server's algorithms are not ours; name one that both have in the SSH configuration"
                                : "see sshd's log there; MaxStartups may be too small, or the master is banned"),
                reason);
    }

    /** OpenSSH says so in plain text when it has too many connections. */
    private static boolean isShedding(String greeting) {
        return greeting.startsWith("Exceeded MaxStartups") || greeting.startsWith("Not allowed at this time");
    }

    private static String text(Throwable reason) {
        String message = reason.getMessage();
        return message == null ? reason.getClass().getSimpleName() : message;
    }

    private ConnectAttemptException make(Retry retry, Cause cause, String message, @Nullable Throwable reason) {
        return new ConnectAttemptException(
                retry, new TransportException(cause, plan.host().name(), message, reason));
    }
}
