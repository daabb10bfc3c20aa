package pipeline.log.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import pipeline.log.JobLogRecord;
import pipeline.log.LogMessage;
import pipeline.log.LogWireException;
import pipeline.log.LogWireFormat;

/** The connection of one sender. Takes its lines, counts them, and cuts it off at the first wrong one. */
final class SenderConnection {

    private final SocketChannel channel;
    private final @Nullable SocketAddress peer;
    private final LogRegistry registry;
    private final long helloDeadline;
    private @Nullable Outbox outbox;
    private boolean asks;
    private String sender = "";
    private final LineBuffer lines = new LineBuffer();
    private @Nullable JobLog job;
    private SenderProgress progress = new SenderProgress(false);
    private String logger = "";
    private boolean closed;

    SenderConnection(SocketChannel channel, LogRegistry registry, long helloDeadline) throws IOException {
        this.channel = channel;
        this.peer = channel.getRemoteAddress();
        this.registry = registry;
        this.helloDeadline = helloDeadline;
    }

    /** Has a selector watch the connection. */
    void register(Selector selector) throws IOException {
        outbox = new Outbox(channel, channel.register(selector, SelectionKey.OP_READ, this));
    }

    boolean isIntroduced() {
        return job != null;
    }

    boolean isClosed() {
        return closed;
    }

    long helloDeadline() {
        return helloDeadline;
    }

    /** Takes what has arrived, at most one buffer full, so that every sender gets its turn. */
    void read(ByteBuffer buffer) {
        buffer.clear();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            // A reset connection is over like one that was closed.
            count = -1;
        }
        if (count < 0) {
            leave();
            return;
        }
        buffer.flip();
        try {
            while (!closed) {
                byte[] line = lines.take(buffer, isIntroduced() ? LogWireFormat.MAX_LINE : LogWireFormat.MAX_HELLO);
                if (line == null) {
                    return;
                }
                take(LogWireFormat.read(line));
            }
        } catch (LineBuffer.LineTooLongException e) {
            reject(Rejection.OVERSIZED, e.getMessage());
        } catch (LogWireException e) {
            reject(Rejection.MALFORMED, e.getMessage());
        }
    }

    /** Cuts the sender off and counts it. */
    void reject(Rejection reason, @Nullable String detail) {
        registry.rejected(reason, peer, detail);
        if (job != null && !asks) {
            progress.missed(1);
        }
        close(false);
    }

    /** Closes the connection. */
    void close(boolean endSaid) {
        if (closed) {
            return;
        }
        closed = true;
        if (job != null && asks) {
            job.closedAsking(this, endSaid);
        } else if (job != null) {
            job.closed(this, progress, endSaid);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left that could be closed.
        }
    }

    private void leave() {
        if (job == null) {
            reject(Rejection.SILENT, "it closed the connection");
            return;
        }
        if (!asks && lines.holdsHalfLine() && !progress.isNamed()) {
            progress.missed(1);
        }
        close(false);
    }

    private void take(LogMessage message) {
        if (message instanceof LogMessage.Hello hello && job == null) {
            introduce(hello);
        } else if (asks) {
            takeRequest(message);
        } else if (message instanceof JobLogRecord record && job != null && record.seq() > progress.last()) {
            job.take(record, progress, logger);
        } else if (message instanceof LogMessage.End end && job != null && end.records() >= progress.last()) {
            progress.said(end.records());
            answer(new LogMessage.Receipt(progress.received()));
            close(true);
        } else {
            reject(Rejection.MALFORMED, "the message is not in its place: a hello comes first, sequence numbers grow");
        }
    }

    private void takeRequest(LogMessage message) {
        if (message instanceof LogMessage.Request request && job != null) {
            job.ask(this, sender, request);
        } else if (message instanceof LogMessage.End end) {
            answer(new LogMessage.Receipt(end.records()));
            close(true);
        } else {
            reject(Rejection.MALFORMED, "the message is not in its place: requests come after this hello");
        }
    }

    private void introduce(LogMessage.Hello hello) {
        if (!registry.isToken(hello.token())) {
            reject(Rejection.BAD_TOKEN, null);
            return;
        }
        JobLog found = registry.job(hello.job());
        if (found == null) {
            reject(Rejection.UNKNOWN_JOB, "job " + hello.job());
        } else if (!found.owns(hello.logger())) {
            reject(Rejection.WRONG_LOGGER, "job " + hello.job() + ", logger " + hello.logger());
        } else if (hello.asks() && !found.openedToAsk(this)) {
            reject(Rejection.MALFORMED, "job " + hello.job() + " has nothing to ask: it is in no gang");
        } else if (hello.asks()) {
            job = found;
            asks = true;
            sender = hello.sender();
            answer(new LogMessage.Welcome(0));
        } else {
            job = found;
            logger = hello.logger();
            progress = found.opened(this, hello.sender());
            answer(new LogMessage.Welcome(progress.last()));
        }
    }

    /** Sends an answer that may be long. */
    void send(LogMessage message) {
        Outbox out = outbox;
        if (closed || out == null) {
            return;
        }
        try {
            out.add(LogWireFormat.line(message));
        } catch (IOException e) {
            close(false);
        }
    }

    /** Sends more of what the connection did not take at once. */
    void flush() {
        Outbox out = outbox;
        try {
            if (out != null) {
                out.flush();
            }
        } catch (IOException e) {
            close(false);
        }
    }

    private void answer(LogMessage message) {
        send(message);
        if (!asks && outbox != null && !outbox.isEmpty()) {
            // Two short answers always fit, unless the sender takes pains that they do not.
            reject(Rejection.MALFORMED, "it does not take answers");
        }
    }
}
