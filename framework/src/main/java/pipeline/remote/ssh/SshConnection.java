package pipeline.remote.ssh;

import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import pipeline.remote.shell.ShellChannel;

/**
 * One SSH connection and whether it takes another channel. The server says how many it allows by refusing one more
 * (MaxSessions). Guarded by its {@link SshRemoteHost}.
 */
final class SshConnection {

    private final ClientSession session;

    /** Whether the server refused a channel, and none of ours has been closed since. */
    private boolean full;

    private boolean proven;

    SshConnection(ClientSession session) {
        this.session = session;
    }

    ClientSession session() {
        return session;
    }

    boolean isAlive() {
        return session.isOpen();
    }

    /** Tells whether another channel may be asked for. */
    boolean hasPlace() {
        return isAlive() && !full;
    }

    /** One of our channels is closed: another may be asked for. */
    void released() {
        full = false;
    }

    /** Remembers that the server opened a channel. */
    void allowed() {
        proven = true;
    }

    /**
     * Remembers that the server refused a channel, until one is closed. How many it allows is not remembered: a server
     * also counts a command that lives on without its channel, or has just ended, so the next time it may be more.
     */
    void refused() {
        full = true;
    }

    /** Tells whether the server refused a channel and has never opened one on this connection. */
    boolean hasAllowedNothing() {
        return full && !proven;
    }

    CompletableFuture<SshShellChannel> open(String host, String command, ShellChannel.Listener listener) {
        return SshShellChannel.open(host, session, command, listener);
    }
}
