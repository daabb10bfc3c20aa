package pipeline.minicluster;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a client sends to the standard input of its command, in order, and gives the client room for more only when it
 * is written. It takes a thread only while there is something to write. Thread-safe: all state is under this object's lock,
 * and {@code busy} says that one task is writing.
 */
final class CommandInput implements ChannelDataReceiver {

    private static final Logger LOG = LogManager.getLogger("pipeline.minicluster");

    private final ChannelSession channel;
    private final Executor threads;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable OutputStream target;
    private boolean ended;
    private boolean busy;

    CommandInput(ChannelSession channel, Executor threads) {
        this.channel = channel;
        this.threads = threads;
    }

    /** Begins to write, with what came before. */
    synchronized void writeTo(OutputStream stdin) {
        target = stdin;
        writeSoon();
    }

    @Override
    public synchronized int data(ChannelSession from, byte[] buffer, int start, int length) {
        waiting.add(Arrays.copyOfRange(buffer, start, start + length));
        writeSoon();
        // nothing is taken yet: the window grows when it is written
        return 0;
    }

    /** The client sent EOF, or the channel is gone. */
    @Override
    public synchronized void close() {
        ended = true;
        writeSoon();
    }

    private synchronized void writeSoon() {
        OutputStream stdin = target;
        if (stdin != null && !busy && (ended || !waiting.isEmpty())) {
            busy = true;
            threads.execute(() -> write(stdin));
        }
    }

    private void write(OutputStream stdin) {
        try {
            for (byte[] chunk = next(); chunk != null; chunk = next()) {
                writeUnlessClosed(stdin, chunk);
                channel.getLocalWindow().release(chunk.length);
            }
        } catch (IOException e) {
            LOG.debug("the client of a command was gone while its input was read", e);
        }
    }

    /** Returns the next chunk, or null when the task has to end; then the next chunk begins another one. */
    private synchronized byte @Nullable [] next() throws IOException {
        byte[] chunk = waiting.poll();
        if (chunk == null) {
            if (ended && target != null) {
                target.close();
                target = null;
            }
            busy = false;
        }
        return chunk;
    }

    private static void writeUnlessClosed(OutputStream stdin, byte[] chunk) {
        try {
            stdin.write(chunk);
            stdin.flush();
        } catch (IOException e) {
            // as in a pipe to a command that has closed its input: the rest goes nowhere
            LOG.trace("a command did not read its input to the end", e);
        }
    }
}
