package pipeline.minicluster;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/** A session channel of which a connection may have ten at a time, as OpenSSH's {@code MaxSessions} has it. */
final class NodeChannel extends ChannelSession {

    static final int MAX_SESSIONS = 10;

    private static final AttributeKey<AtomicInteger> OPEN_SESSIONS = new AttributeKey<>();

    @Override
    public OpenFuture open(long recipient, long windowSize, long packetSize, Buffer buffer) {
        AtomicInteger sessions = getSession().computeAttributeIfAbsent(OPEN_SESSIONS, key -> new AtomicInteger());
        if (sessions.incrementAndGet() > MAX_SESSIONS) {
            sessions.decrementAndGet();
            OpenFuture refused = new DefaultOpenFuture(this, this);
            // the reason that OpenSSH gives
            refused.setException(
                    new SshChannelOpenException(getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "open failed"));
            close(true);
            return refused;
        }
        addCloseFutureListener(closed -> sessions.decrementAndGet());
        return super.open(recipient, windowSize, packetSize, buffer);
    }

    /** A client that closes its connection hears nothing of the end of a shell, which is no fault. */
    @Override
    protected void closeShell(int exitValue, boolean sendExitStatus) throws IOException {
        try {
            super.closeShell(exitValue, sendExitStatus);
        } catch (SshException e) {
            if (!getSession().isClosing()) {
                throw e;
            }
        }
    }

    /** Sends the client the exit code, even while a child in the background keeps the output open, as OpenSSH does. */
    void exited(int code) throws IOException {
        sendExitStatus(code);
    }

    /** Makes the channels for MINA. */
    static final class Factory extends ChannelSessionFactory {
        @Override
        public Channel createChannel(Session session) {
            return new NodeChannel();
        }
    }
}
