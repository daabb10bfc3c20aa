package pipeline.log.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import pipeline.time.MonotonicClock;

/**
 * The central log: takes the records of all jobs over TCP and hands them to a sink. One thread serves all senders; a sender
 * without the run's token, of another job or with malformed lines is cut off and counted. Thread-safe.
 */
public final class LogServer implements AutoCloseable {

    private static final Duration HELLO_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_STRANGERS = 4096;

    private final String token;
    private final LogRegistry registry;
    private final LogServerLoop loop;
    private final InetSocketAddress address;
    private final Thread thread;

    private LogServer(String token, LogRegistry registry, LogServerLoop loop, InetSocketAddress address) {
        this.token = token;
        this.registry = registry;
        this.loop = loop;
        this.address = address;
        this.thread = new Thread(loop, "log-server");
        this.thread.setDaemon(true);
    }

    /**
     * Starts a server.
     *
     * @param bind where it listens; port 0 takes a free one
     * @throws IOException if it cannot listen there; the message says where
     */
    public static LogServer start(InetSocketAddress bind, RecordSink sink) throws IOException {
        return start(bind, sink, HELLO_LIMIT, MAX_STRANGERS);
    }

    /**
     * Starts a server with limits of its own.
     *
     * @param helloLimit how long a sender may take to introduce itself
     * @param maxStrangers how many senders may be connected that have not introduced themselves
     */
    static LogServer start(InetSocketAddress bind, RecordSink sink, Duration helloLimit, int maxStrangers)
            throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        LogRegistry registry = new LogRegistry(token, sink, MonotonicClock.SYSTEM);
        ServerSocketChannel listener = listen(bind);
        try {
            LogServerLoop loop = new LogServerLoop(listener, registry, helloLimit, maxStrangers);
            LogServer server = new LogServer(token, registry, loop, (InetSocketAddress) listener.getLocalAddress());
            server.thread.start();
            return server;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Returns where the server listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Returns what every sender must show: 256 random bits in hexadecimal. Secret. */
    public String token() {
        return token;
    }

    /**
     * Lets a job's senders in, until its log is settled.
     *
     * @param logger the job's logger, {@code node.<host>.<program>}; its senders can log under it and below it only
     * @throws IllegalStateException if the job is registered already
     */
    public JobLog register(String jobId, String logger) {
        return register(jobId, logger, JobLogHooks.NONE);
    }

    /** Lets a job's senders in as {@link #register(String, String)} does. */
    public JobLog register(String jobId, String logger, JobLogHooks hooks) {
        JobLog job = new JobLog(this, registry, jobId, logger, hooks);
        registry.add(job);
        return job;
    }

    /** Returns how many senders were cut off so far. */
    public RejectionCounts rejected() {
        return registry.rejections();
    }

    /** Closes all connections, settles all logs with what has come in, and ends the thread. */
    @Override
    public void close() {
        loop.stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void settle(PendingLogDrain settling) {
        loop.settle(settling);
    }

    /** Has the server's thread do something soon; after its end nothing. */
    void post(Runnable task) {
        boolean unused = loop.post(task);
    }

    void perform(Runnable task) {
        loop.perform(task);
    }

    private static ServerSocketChannel listen(InetSocketAddress bind) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        @Nullable IOException failure;
        try {
            if (!bind.isUnresolved()) {
                listener.bind(bind, 1024);
                listener.configureBlocking(false);
                return listener;
            }
            failure = new IOException("the name does not resolve");
        } catch (IOException e) {
            failure = e;
        }
        listener.close();
        throw new IOException(
                "the log server cannot listen on " + bind.getHostString() + " port " + bind.getPort() + ": "
                        + failure.getMessage(),
                failure);
    }
}
