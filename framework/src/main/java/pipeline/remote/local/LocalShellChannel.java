package pipeline.remote.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import pipeline.remote.TransportException;
import pipeline.remote.shell.ChannelEndDetector;
import pipeline.remote.shell.OutboundMessage;
import pipeline.remote.shell.ShellChannel;
import pipeline.time.Scheduler;

/**
 * A command on this machine, with a thread for each of its three streams; the number of slots limits their number. If a child
 * keeps a stream open, its thread ends with that child. Thread-safe.
 */
final class LocalShellChannel implements ShellChannel {

    private static final int BUFFER_SIZE = 32 << 10;

    private final String host;
    private final Process process;
    private final ChannelEndDetector listener;
    private final Consumer<LocalShellChannel> onClose;
    private final BlockingQueue<OutboundMessage> outbox = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger(2);

    LocalShellChannel(
            String host, String command, Listener listener, Consumer<LocalShellChannel> onClose, Scheduler scheduler)
            throws IOException {
        this.host = host;
        this.listener = new ChannelEndDetector(listener, () -> onClose.accept(this), scheduler);
        this.onClose = onClose;
        this.process = LocalSession.start("/bin/sh", command);
    }

    /** Starts to read; the listener is called from now on. */
    void start() {
        thread("stdout", () -> read(process.getInputStream(), true));
        thread("stderr", () -> read(process.getErrorStream(), false));
        thread("stdin", this::feed);
        process.onExit().thenRun(() -> {
            outbox.add(OutboundMessage.END);
            listener.processEnded(this::how);
        });
    }

    private void thread(String stream, Runnable task) {
        Thread thread = new Thread(task, "local-" + process.pid() + "-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream stream, boolean isStdout) {
        byte[] buffer = new byte[BUFFER_SIZE];
        try (stream) {
            for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
                if (isStdout) {
                    listener.stdout(buffer, 0, count);
                } else {
                    listener.stderr(buffer, 0, count);
                }
                listener.ready().join();
            }
        } catch (IOException e) {
            // The stream was closed under us, which is its end.
        }
        if (open.decrementAndGet() == 0) {
            over();
        }
    }

    private void over() {
        outbox.add(OutboundMessage.END);
        onClose.accept(this);
        process.onExit().join();
        listener.closed(how());
    }

    private TransportException how() {
        return new TransportException(
                TransportException.Cause.SHELL_ENDED, host, "its shell ended with code " + process.exitValue());
    }

    private void feed() {
        try (OutputStream stream = process.getOutputStream()) {
            for (OutboundMessage next = outbox.take(); !next.isEnd(); next = outbox.take()) {
                stream.write(next.bytes());
                stream.flush();
                next.sent();
            }
        } catch (IOException e) {
            // The shell has ended and reads no more; its streams report its end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void write(byte[] bytes, Runnable sent) {
        outbox.add(new OutboundMessage(bytes, sent));
    }

    @Override
    public void endOfInput() {
        outbox.add(OutboundMessage.END);
    }

    @Override
    public void close() {
        outbox.add(OutboundMessage.END);
        process.destroy();
    }
}
