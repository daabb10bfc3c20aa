package pipeline.remote.ssh;

import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import pipeline.remote.shell.ShellChannel;

/**
 * One SSH connection and how many channels it carries. The server says how many it allows by refusing one more
 * (MaxSessions). Guarded by its {@link SshRemoteHost}.
 */
final class SshConnection {

    private final ClientSession session;
    private int channels;
    private int capacity = Integer.MAX_VALUE;

    SshConnection(ClientSession session) {
        this.session = session;
    }

    ClientSession session() {
        return session;
    }

    boolean isAlive() {
        return session.isOpen();
    }

    /** Takes a place for a channel if there is one. */
    boolean take() {
        if (!isAlive() || channels >= capacity) {
            return false;
        }
        channels++;
        return true;
    }

    /** Gives a place back. */
    void release() {
        channels--;
    }

    /** Gives a place back that the server refused, and remembers how many it allows: those that are open. */
    void refused() {
        channels--;
        capacity = Math.min(capacity, channels);
    }

    /** Tells whether the server allows no channel at all. */
    boolean allowsNothing() {
        return capacity == 0;
    }

    CompletableFuture<SshShellChannel> open(String host, String command, ShellChannel.Listener listener) {
        return SshShellChannel.open(host, session, command, listener);
    }
}
