package pipeline.remote.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.channel.StreamingChannel;
import org.apache.sshd.common.io.IoInputStream;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoReadFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;
import pipeline.remote.shell.ChannelEndDetector;
import pipeline.remote.shell.OutboundMessage;
import pipeline.remote.shell.ShellChannel;
import pipeline.time.Scheduler;

/** A command at the other end of an SSH connection, read and written without blocking. Thread-safe. */
final class SshShellChannel implements ShellChannel {

    private static final int BUFFER_SIZE = 32 << 10;

    private final String host;
    private final ChannelExec channel;
    private final ChannelEndDetector listener;

    /** What is to be sent, the first element being on its way. Guarded by itself. */
    private final Deque<OutboundMessage> outbox = new ArrayDeque<>();

    /** The two streams and the close of the channel; the listener hears of the end when all three are over. */
    private final AtomicInteger open = new AtomicInteger(3);

    private SshShellChannel(String host, ChannelExec channel, Listener listener, Scheduler scheduler) {
        this.host = host;
        this.channel = channel;
        this.listener = new ChannelEndDetector(listener, this::close, scheduler);
    }

    /**
     * Opens a channel and starts a command in it.
     *
     * @return fails with what MINA says, {@link org.apache.sshd.common.channel.exception.SshChannelOpenException} if the
     *     server refuses another channel
     */
    static CompletableFuture<SshShellChannel> open(
            String host, ClientSession session, String command, Listener listener, Scheduler scheduler) {
        CompletableFuture<SshShellChannel> opened = new CompletableFuture<>();
        try {
            ChannelExec channel = session.createExecChannel(command);
            channel.setStreaming(StreamingChannel.Streaming.Async);
            SshShellChannel shell = new SshShellChannel(host, channel, listener, scheduler);
            channel.addChannelListener(shell.new Exit());
            channel.open().addListener(future -> {
                if (future.isOpened()) {
                    shell.start();
                    opened.complete(shell);
                } else {
                    channel.close(true);
                    opened.completeExceptionally(
                            future.getException() == null
                                    ? new IOException("the connection was closed")
                                    : future.getException());
                }
            });
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    /** Calls back when the channel is closed, for any reason. */
    void onClose(Runnable action) {
        channel.addCloseFutureListener(future -> action.run());
    }

    private void start() {
        read(channel.getAsyncOut(), true);
        read(channel.getAsyncErr(), false);
        channel.addCloseFutureListener(future -> over());
    }

    private void read(IoInputStream stream, boolean isStdout) {
        while (true) {
            IoReadFuture read = stream.read(new ByteArrayBuffer(BUFFER_SIZE));
            if (!read.isDone()) {
                read.addListener(future -> {
                    if (handOn(future, isStdout)) {
                        listener.ready().thenRun(() -> read(stream, isStdout));
                    }
                });
                return;
            }
            if (!handOn(read, isStdout)) {
                return;
            }
            CompletableFuture<Void> ready = listener.ready();
            if (!ready.isDone()) {
                ready.thenRun(() -> read(stream, isStdout));
                return;
            }
        }
    }

    /** Returns what was read to the listener; false at the end of the stream. */
    private boolean handOn(IoReadFuture read, boolean isStdout) {
        int count;
        try {
            count = read.getException() == null ? read.getRead() : -1;
        } catch (RuntimeException e) {
            count = -1;
        }
        if (count <= 0) {
            over();
            return false;
        }
        byte[] bytes = read.getBuffer().array();
        int offset = read.getBuffer().rpos();
        if (isStdout) {
            listener.stdout(bytes, offset, count);
        } else {
            listener.stderr(bytes, offset, count);
        }
        return true;
    }

    private void over() {
        if (open.decrementAndGet() == 0) {
            listener.closed(how());
        }
    }

    /** Hears when the server reports how the command ended, which may be long before the channel is closed. */
    private final class Exit implements ChannelListener {
        private final AtomicBoolean heard = new AtomicBoolean();

        @Override
        public void channelStateChanged(Channel changed, String hint) {
            boolean ended = channel.getExitStatus() != null || channel.getExitSignal() != null;
            if (ended && heard.compareAndSet(false, true)) {
                listener.processEnded(SshShellChannel.this::how);
            }
        }
    }

    private TransportException how() {
        @Nullable Integer status = channel.getExitStatus();
        @Nullable String signal = channel.getExitSignal();
        String said = signal != null
                ? "its shell was ended by signal " + signal
                : status != null ? "its shell ended with code " + status : "the connection was lost";
        return new TransportException(
                status == null && signal == null ? TransportException.Cause.LOST : TransportException.Cause.SHELL_ENDED,
                host,
                said);
    }

    @Override
    public void write(byte[] bytes, Runnable sent) {
        OutboundMessage message = new OutboundMessage(bytes, sent);
        synchronized (outbox) {
            outbox.add(message);
            if (outbox.size() > 1) {
                return;
            }
        }
        send(message);
    }

    @Override
    public void endOfInput() {
        write(new byte[0], () -> {});
    }

    private void send(OutboundMessage first) {
        OutboundMessage message = first;
        IoOutputStream stream = channel.getAsyncIn();
        while (true) {
            if (stream == null || channel.isClosing()) {
                return;
            }
            if (message.isEnd()) {
                stream.close(false);
                return;
            }
            try {
                var written = stream.writeBuffer(new ByteArrayBuffer(message.bytes()));
                if (!written.isDone()) {
                    OutboundMessage going = message;
                    written.addListener(future -> {
                        OutboundMessage next = next();
                        going.sent();
                        if (next != null) {
                            send(next);
                        }
                    });
                    return;
                }
            } catch (IOException e) {
                close();
                return;
            }
            OutboundMessage next = next();
            message.sent();
            if (next == null) {
                return;
            }
            message = next;
        }
    }

    private @Nullable OutboundMessage next() {
        synchronized (outbox) {
            outbox.remove();
            return outbox.peek();
        }
    }

    @Override
    public void close() {
        channel.close(true);
    }
}
