package pipeline.remote.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.connect.ConnectAttemptException.Retry;
import pipeline.remote.sshconfig.ProxyCommand;

/** Connects to one host, by several attempts if need be, each when the pacer allows it. No two steps run at the same time. */
final class ConnectTask {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");

    private final SshConnector.Parts parts;
    private final ConnectPlan plan;
    private final @Nullable ClientSession jump;
    private final CompletableFuture<ClientSession> result = new CompletableFuture<>();
    private final Map<Retry, Integer> failed = new EnumMap<>(Retry.class);
    private int attempt;
    private @Nullable Long firstShed;

    /**
     * Makes the task.
     *
     * @param jump the session to the last host on the way; null if the host is reached directly
     */
    ConnectTask(SshConnector.Parts parts, ConnectPlan plan, @Nullable ClientSession jump) {
        this.parts = parts;
        this.plan = plan;
        this.jump = jump;
    }

    /** Starts; the result fails with a {@link TransportException}. */
    CompletableFuture<ClientSession> start() {
        submit();
        return result;
    }

    private void submit() {
        String server = plan.pace(attempt);
        guarded(() -> parts.pacer().submit(server, () -> attempt(server)));
    }

    private void attempt(String server) {
        IndirectRoute indirect = null;
        CompletableFuture<ClientSession> handshake;
        try {
            indirect = indirect();
            InetSocketAddress address = indirect == null ? plan.address(attempt) : indirect.entrance();
            handshake = parts.handshakes().start(plan, attempt, address);
        } catch (IOException | RuntimeException e) {
            handshake = CompletableFuture.failedFuture(noWay(e));
        }
        IndirectRoute opened = indirect;
        var unused = handshake.whenComplete((session, error) ->
                guarded(() -> parts.workers().execute(() -> {
                    ConnectAttemptException failure = error == null ? null : failure(error);
                    parts.pacer().ended(server, failure != null && failure.retry() == Retry.BACK_OFF);
                    if (session != null) {
                        if (opened != null) {
                            session.addCloseFutureListener(closed -> close(opened));
                        }
                        result.complete(session);
                    } else {
                        ConnectAttemptException seen =
                                failure == null ? failure(new IOException("nothing came of the handshake")) : failure;
                        ConnectAttemptException reason = reason(seen, opened);
                        close(opened);
                        explain(reason);
                    }
                })));
    }

    private @Nullable IndirectRoute indirect() throws IOException {
        ProxyCommand command = plan.proxyCommand().orElse(null);
        if (command != null) {
            return ProxyProcess.start(plan.host(), command, parts.scheduler());
        }
        return jump == null ? null : JumpHostTunnel.open(jump, plan.host());
    }

    private ConnectAttemptException noWay(Exception reason) {
        return plan.proxyCommand().isPresent()
                ? new HandshakeFailures(plan, attempt).noCommand(reason)
                : new ConnectAttemptException(Retry.NEVER, lostJump(reason));
    }

    /** A command that has failed knows better why nothing came through it. */
    private ConnectAttemptException reason(ConnectAttemptException failure, @Nullable IndirectRoute indirect) {
        boolean cameThrough = failure.retry() == Retry.NEVER;
        if (cameThrough || !(indirect instanceof ProxyProcess process)) {
            return failure;
        }
        HandshakeFailures failures = new HandshakeFailures(plan, attempt);
        int code = process.exitCode().orElse(0);
        return code == 0
                ? failures.withLastLine(failure, process.lastLine())
                : failures.command(code, process.lastLine());
    }

    /** What a tunnel drops may never have come to its other end; the jump host knows. */
    private void explain(ConnectAttemptException failure) {
        if (jump == null || failure.retry() != Retry.BACK_OFF) {
            again(failure);
            return;
        }
        try {
            var unused = JumpHostTunnel.ask(jump, plan.host())
                    .thenAcceptAsync(
                            objection -> again(objection
                                    .map(new HandshakeFailures(plan, attempt)::tunnel)
                                    .orElse(failure)),
                            parts.workers());
        } catch (IOException | RuntimeException e) {
            again(new ConnectAttemptException(Retry.NEVER, lostJump(e)));
        }
    }

    private void again(ConnectAttemptException failure) {
        int failures = failed.merge(failure.retry(), 1, Integer::sum);
        Duration pause = parts.retryPolicy()
                .pause(failure.retry(), failures, Math.max(1, plan.addresses().size()))
                .orElse(null);
        if (pause == null
                || (failure.retry() == Retry.BACK_OFF
                        && shedding().plus(pause).compareTo(plan.host().connectTimeout()) > 0)) {
            result.completeExceptionally(failure.failure());
            return;
        }
        attempt++;
        LOGGER.debug("{}; next attempt in {} ms", failure.failure().getMessage(), pause.toMillis());
        parts.scheduler().after(pause, this::submit);
    }

    /** Returns for how long the server has shed us. */
    private Duration shedding() {
        if (firstShed == null) {
            firstShed = parts.scheduler().nanos();
        }
        return parts.scheduler().since(firstShed);
    }

    private ConnectAttemptException failure(Throwable error) {
        Throwable reason = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return reason instanceof ConnectAttemptException failure
                ? failure
                : new ConnectAttemptException(
                        Retry.NEVER,
                        new TransportException(
                                Cause.HANDSHAKE,
                                plan.host().name(),
                                "connecting to " + plan.where(attempt) + " failed (" + reason
                                        + "); this is a fault of Pipeline, please report it",
                                reason));
    }

    private TransportException lostJump(Exception reason) {
        return new TransportException(
                Cause.LOST,
                plan.host().name(),
                "the connection to the jump host broke before it led to " + plan.where(attempt) + " (" + reason
                        + "); is the jump host up?",
                reason);
    }

    private static void close(@Nullable IndirectRoute indirect) {
        if (indirect != null) {
            try {
                indirect.close();
            } catch (IOException e) {
                // what leads nowhere any more is as good as closed
                LOGGER.debug("closing a way: {}", e.toString());
            }
        }
    }

    /** After the connector is closed its executors take nothing more; it has completed the result then. */
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RejectedExecutionException e) {
            LOGGER.debug("the connector is closed");
        }
    }
}
