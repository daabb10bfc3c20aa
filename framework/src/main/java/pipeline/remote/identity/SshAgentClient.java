package pipeline.remote.identity;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.sshd.agent.SshAgentConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import pipeline.remote.hostkey.HostKey;
import pipeline.time.MonotonicClock;

/**
 * Asks a running ssh-agent for its keys and for signatures (draft-ietf-sshm-ssh-agent), each time over a connection of
 * its own; thread-safe.
 */
final class SshAgentClient {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final int LARGEST_ANSWER = 1 << 20;

    private final Path socket;
    private final Duration timeout;

    /**
     * Makes a client; connects to nothing yet.
     *
     * @param timeout the limit of one question; an agent may have to ask a person to touch a token
     */
    SshAgentClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /** Returns the public keys and certificates in the agent's order; those of types unknown here are left out. */
    List<PublicKey> keys() throws IOException {
        Buffer answer = ask(
                request(SshAgentConstants.SSH2_AGENTC_REQUEST_IDENTITIES),
                SshAgentConstants.SSH2_AGENT_IDENTITIES_ANSWER);
        List<PublicKey> keys = new ArrayList<>();
        for (int left = answer.getInt(); left > 0; left--) {
            byte[] blob = answer.getBytes();
            String comment = answer.getString();
            try {
                PublicKey key = new ByteArrayBuffer(blob).getRawPublicKey();
                LOGGER.debug("{}: {} {}", socket, HostKey.of(key), comment);
                keys.add(key);
            } catch (Exception e) {
                LOGGER.debug("{}: the key {} is left out: {}", socket, comment, e.toString());
            }
        }
        return keys;
    }

    /**
     * Has the agent sign.
     *
     * @param algorithm the name of the signature; for RSA keys it chooses the digest
     */
    byte[] sign(PublicKey key, String algorithm, byte[] data) throws IOException {
        Buffer request = request(SshAgentConstants.SSH2_AGENTC_SIGN_REQUEST);
        request.putPublicKey(key);
        request.putBytes(data);
        request.putInt(flags(algorithm));
        Buffer signature = new ByteArrayBuffer(
                ask(request, SshAgentConstants.SSH2_AGENT_SIGN_RESPONSE).getBytes());
        String used = signature.getString();
        if (!used.equals(algorithm)) {
            throw new IOException("the agent at " + socket + " signed with " + used + " instead of " + algorithm);
        }
        return signature.getBytes();
    }

    private static int flags(String algorithm) {
        return switch (algorithm) {
            case "rsa-sha2-256" -> 2;
            case "rsa-sha2-512" -> 4;
            default -> 0;
        };
    }

    private static Buffer request(byte type) {
        Buffer request = new ByteArrayBuffer();
        request.putInt(0);
        request.putByte(type);
        return request;
    }

    private Buffer ask(Buffer request, byte expected) throws IOException {
        int end = request.wpos();
        request.wpos(0);
        request.putUInt(end - Integer.BYTES);
        request.wpos(end);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey ready = channel.register(selector, 0);
            long deadline = MonotonicClock.SYSTEM.nanos() + timeout.toNanos();
            transfer(ByteBuffer.wrap(request.array(), 0, end), ready, SelectionKey.OP_WRITE, deadline);
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
            transfer(length, ready, SelectionKey.OP_READ, deadline);
            int size = length.getInt(0);
            if (size < 1 || size > LARGEST_ANSWER) {
                throw new IOException("the agent at " + socket + " answered with " + size + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate(size);
            transfer(content, ready, SelectionKey.OP_READ, deadline);
            Buffer answer = new ByteArrayBuffer(content.array());
            byte type = answer.getByte();
            if (type != expected) {
                throw new IOException("the agent at " + socket + " refused (answer " + type + ")");
            }
            return answer;
        }
    }

    private void transfer(ByteBuffer bytes, SelectionKey ready, int operation, long deadline) throws IOException {
        SocketChannel channel = (SocketChannel) ready.channel();
        ready.interestOps(operation);
        while (bytes.hasRemaining()) {
            int count = operation == SelectionKey.OP_READ ? channel.read(bytes) : channel.write(bytes);
            if (count < 0) {
                throw new EOFException("the agent at " + socket + " hung up");
            }
            if (count == 0) {
                long left = Duration.ofNanos(deadline - MonotonicClock.SYSTEM.nanos())
                        .toMillis();
                if (left <= 0) {
                    throw new SocketTimeoutException(
                            "the agent at " + socket + " did not answer in " + timeout.toSeconds() + " s");
                }
                ready.selector().select(left);
                ready.selector().selectedKeys().clear();
            }
        }
    }
}
