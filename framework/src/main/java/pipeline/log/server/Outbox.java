package pipeline.log.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be sent over a connection that may not take it at once. Confined to the server's thread. */
final class Outbox {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();

    Outbox(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Sends a line as soon as the connection takes it. */
    void add(byte[] line) throws IOException {
        waiting.add(ByteBuffer.wrap(line));
        flush();
    }

    /** Sends as much as the connection takes now. */
    void flush() throws IOException {
        for (ByteBuffer first = waiting.peek(); first != null; first = waiting.peek()) {
            channel.write(first);
            if (first.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            waiting.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
