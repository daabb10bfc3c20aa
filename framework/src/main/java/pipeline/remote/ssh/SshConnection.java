package pipeline.remote.ssh;

import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import pipeline.remote.shell.ShellChannel;
import pipeline.time.Scheduler;

/** An SSH connection, with its number of channels. The server limits them by refusing one more (MaxSessions). Thread-safe. */
final class SshConnection {

    private final ClientSession session;
    private final Scheduler scheduler;

    /** Whether the server refused a channel, and none of ours has been closed since. */
    private boolean full;

    private boolean proven;

    SshConnection(ClientSession session, Scheduler scheduler) {
        this.session = session;
        this.scheduler = scheduler;
    }

    ClientSession session() {
        return session;
    }

    boolean isAlive() {
        return session.isOpen();
    }

    /** Returns whether another channel may be asked for. */
    synchronized boolean hasPlace() {
        return isAlive() && !full;
    }

    /** Returns whether the server refused a channel and has never opened one on this connection. */
    synchronized boolean refusesAll() {
        return full && !proven;
    }

    /**
     * Opens a channel, and takes note of whether there was a place for it. A refusal counts until a channel is closed. How
     * many the server allows is not remembered: it also counts a command that lives on without its channel, or has just
     * ended, so the next time it may be more.
     */
    CompletableFuture<SshShellChannel> open(String host, String command, ShellChannel.Listener listener) {
        CompletableFuture<SshShellChannel> opened = new CompletableFuture<>();
        SshShellChannel.open(host, session, command, listener, scheduler).whenComplete((channel, failure) -> {
            note(channel);
            if (channel != null) {
                opened.complete(channel);
            } else {
                opened.completeExceptionally(failure);
            }
        });
        return opened;
    }

    private synchronized void note(@Nullable SshShellChannel channel) {
        if (channel == null) {
            full = true;
            return;
        }
        proven = true;
        channel.onClose(() -> {
            synchronized (this) {
                full = false;
            }
        });
    }

    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        session.close(false).addListener(future -> done.complete(null));
        return done;
    }
}
