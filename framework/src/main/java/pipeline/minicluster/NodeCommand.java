package pipeline.minicluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionAware;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs in {@code /bin/sh} on a node. One that was ended by signal n exits with 128
 * + n, as a shell says it.
 */
final class NodeCommand implements Command, ChannelSessionAware {

    private static final Logger LOG = LogManager.getLogger("pipeline.minicluster");
    private static final int CHUNK_BYTES = 32 * 1024;

    private final String command;
    private final Path home;
    private final NodeProcesses processes;
    private @Nullable CommandInput input;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback callback;

    NodeCommand(String command, Path home, NodeProcesses processes) {
        this.command = command;
        this.home = home;
        this.processes = processes;
    }

    @Override
    public void setChannelSession(ChannelSession channel) {
        // in place of MINA's pipe, which needs a thread that reads it as long as the command lives
        input = new CommandInput(channel, processes.threads());
        channel.setDataReceiver(input);
    }

    @Override
    public void setInputStream(InputStream never) {
        throw new IllegalStateException("the input of a command comes from its channel");
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        callback = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        Process started = processes.start(home, command, environment.getEnv());
        environment.addSignalListener(
                (from, signal) -> processes.threads().execute(() -> processes.signal(started, signal.getNumeric())));
        Objects.requireNonNull(input, "the channel was not set").writeTo(started.getOutputStream());
        OutputStream stdout = Objects.requireNonNull(out, "stdout was not set");
        OutputStream stderr = Objects.requireNonNull(err, "stderr was not set");
        ExitCallback exit = Objects.requireNonNull(callback, "the exit callback was not set");
        CompletableFuture<?> copied = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> copy(started.getInputStream(), stdout), processes.threads()),
                CompletableFuture.runAsync(() -> copy(started.getErrorStream(), stderr), processes.threads()));
        CompletableFuture<?> unused = started.onExit()
                .thenAcceptAsync(ended -> exited(channel, ended.exitValue()), processes.threads())
                .thenCombine(copied, (sent, all) -> started.exitValue())
                .thenAcceptAsync(exit::onExit, processes.threads())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.debug("the cluster was closed before the end of a command was sent", failure);
                    }
                });
    }

    /** As with OpenSSH, what runs goes on without its client: it has read the end of its input, and nobody takes its output. */
    @Override
    public void destroy(ChannelSession channel) {
        // The end of the cluster ends it at the latest.
    }

    private static void exited(ChannelSession channel, int code) {
        try {
            if (channel instanceof NodeChannel node && !channel.isClosing()) {
                node.exited(code);
            }
        } catch (IOException e) {
            LOG.debug("the client of a command was gone before its exit code {} was sent", code, e);
        }
    }

    /** A write waits for the client's window, so no more than a chunk of the output is held. */
    private static void copy(InputStream from, OutputStream to) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (from) {
            for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                to.write(chunk, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            LOG.debug("the output of a command was cut off", e);
        }
    }
}
