package pipeline.log.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The server's thread, which reads from all senders in turn. The lock guards the inbox and whether the loop has ended;
 * everything else belongs to the thread.
 */
final class LogServerLoop implements Runnable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.log");
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocketChannel listener;
    private final LogRegistry registry;
    private final long helloLimitNanos;
    private final int maxStrangers;
    private final Selector selector;
    private final SelectionKey accepting;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    // In the order of their deadlines, since all get the same time.
    private final Deque<SenderConnection> strangers = new ArrayDeque<>();
    private final List<PendingLogDrain> waits = new ArrayList<>();
    private boolean acceptPaused;
    private long acceptAgain;

    private final Object lock = new Object();
    private final List<Runnable> inbox = new ArrayList<>();
    private boolean stopping;
    private boolean ended;

    LogServerLoop(ServerSocketChannel listener, LogRegistry registry, Duration helloLimit, int maxStrangers)
            throws IOException {
        this.listener = listener;
        this.registry = registry;
        this.helloLimitNanos = helloLimit.toNanos();
        this.maxStrangers = maxStrangers;
        this.selector = Selector.open();
        this.accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Hands a wait over to the thread; after its end the wait is over at once. */
    void settle(PendingLogDrain drain) {
        if (!post(() -> waits.add(drain))) {
            finish(drain);
        }
    }

    /** Has the thread do something, and waits until it is done; after the thread's end the caller does it. */
    void perform(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean isTaken = post(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (isTaken) {
            done.join();
        } else {
            synchronized (this) {
                task.run();
            }
        }
    }

    /** Has the thread do something soon; returns false if it does nothing any more. */
    boolean post(Runnable task) {
        synchronized (lock) {
            if (!ended) {
                inbox.add(task);
                selector.wakeup();
            }
            return !ended;
        }
    }

    void stop() {
        synchronized (lock) {
            stopping = true;
        }
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (takeInbox()) {
                round();
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.error(
                    "The log server has ended, which is a fault of Pipeline; log records of jobs are lost from now on",
                    e);
        } finally {
            end();
        }
    }

    private boolean takeInbox() {
        List<Runnable> tasks;
        boolean goesOn;
        synchronized (lock) {
            tasks = List.copyOf(inbox);
            inbox.clear();
            goesOn = !stopping;
        }
        tasks.forEach(Runnable::run);
        return goesOn;
    }

    private void round() throws IOException {
        long wait = nanosToWait(registry.clock().nanos());
        if (wait == 0) {
            selector.selectNow();
        } else {
            // Rounded up, so that the round after the wait finds the deadline passed; 0 waits without limit.
            selector.select(wait == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(wait) + 1);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key == accepting) {
                accept();
            } else if (key.attachment() instanceof SenderConnection connection) {
                if (key.isValid() && key.isWritable()) {
                    connection.flush();
                }
                if (key.isValid() && key.isReadable()) {
                    read(connection);
                }
            }
        }
        selector.selectedKeys().clear();
        long now = registry.clock().nanos();
        dismissStrangers(now);
        if (acceptPaused && now - acceptAgain >= 0) {
            acceptPaused = false;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
        for (Iterator<PendingLogDrain> each = waits.iterator(); each.hasNext(); ) {
            PendingLogDrain drain = each.next();
            if (drain.isOver(now)) {
                each.remove();
                finish(drain);
            }
        }
    }

    private void read(SenderConnection connection) {
        try {
            connection.read(buffer);
        } catch (RuntimeException e) {
            // One sender must not end the log of all.
            LOGGER.error(
                    "A log sender was cut off because its lines could not be handled. This is a fault of Pipeline", e);
            connection.close(false);
        }
    }

    private long nanosToWait(long now) {
        long wait = Long.MAX_VALUE;
        SenderConnection stranger = strangers.peek();
        if (stranger != null) {
            wait = Math.max(0, stranger.helloDeadline() - now);
        }
        if (acceptPaused) {
            wait = Math.min(wait, Math.max(0, acceptAgain - now));
        }
        for (PendingLogDrain drain : waits) {
            wait = Math.min(wait, drain.nanosToWait(now));
        }
        return wait;
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                welcome(channel);
            }
        } catch (IOException e) {
            // Most likely this process has no file descriptor left; those who knock are kept waiting.
            registry.warn("The log server cannot take connections for the moment (" + e.getMessage()
                    + "); raise the limit of open files (ulimit -n) if this comes again");
            acceptPaused = true;
            acceptAgain = registry.clock().nanos() + ACCEPT_PAUSE_NANOS;
            accepting.interestOps(0);
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        SenderConnection connection;
        try {
            channel.configureBlocking(false);
            connection =
                    new SenderConnection(channel, registry, registry.clock().nanos() + helloLimitNanos);
            connection.register(selector);
        } catch (IOException e) {
            // The peer is gone already.
            channel.close();
            return;
        }
        strangers.add(connection);
        if (strangers.size() > maxStrangers) {
            strangers.removeIf(stranger -> stranger.isIntroduced() || stranger.isClosed());
        }
        if (strangers.size() > maxStrangers) {
            strangers.removeLast().reject(Rejection.CROWDED, null);
        }
    }

    private void dismissStrangers(long now) {
        for (SenderConnection first = strangers.peek(); first != null; first = strangers.peek()) {
            if (!first.isIntroduced() && !first.isClosed()) {
                if (now - first.helloDeadline() < 0) {
                    return;
                }
                first.reject(Rejection.SILENT, null);
            }
            strangers.remove();
        }
    }

    private void finish(PendingLogDrain drain) {
        JobLog job = drain.job();
        registry.remove(job);
        job.connections().forEach(connection -> connection.close(false));
        drain.complete();
    }

    private void end() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof SenderConnection connection) {
                connection.close(false);
            }
        }
        try {
            listener.close();
            selector.close();
        } catch (IOException e) {
            LOGGER.warn("The log server's socket could not be closed", e);
        }
        synchronized (lock) {
            ended = true;
        }
        boolean unused = takeInbox();
        waits.forEach(this::finish);
    }
}
