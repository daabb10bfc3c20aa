package pipeline.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.time.Backoff;
import pipeline.time.Scheduler;

/**
 * What this process asks the master, over a connection of its own to the log server. A connection that breaks is made again, and
 * what was not answered is asked again under its number, so that it counts once. Thread-safe: one request after the other.
 */
public final class MasterRequests implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** So long nobody answers before it is looked whether the master is somewhere else now. */
    private static final int LOOK_MILLIS = 2_000;

    private static final Duration ABSENCE = Duration.ofMinutes(10);
    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(1));

    /** The most bytes of a reply: it may hold a value of each job of a gang. */
    private static final int MAX_REPLY = 64 << 20;

    private final LogServerLocator place;
    private final Scheduler scheduler;
    private long number;
    private @Nullable MasterConnection connection;

    /** One connection, and where it leads. */
    private record MasterConnection(Socket socket, InputStream in, LogServerAddress address) {}

    private MasterRequests(LogServerLocator place, Scheduler scheduler) {
        this.place = place;
        this.scheduler = scheduler;
    }

    /**
     * Makes it; connects when something is asked.
     *
     * @param environment the variables named in {@link pipeline.job.wire.JobVariables}
     * @return null if they do not say how to reach the master
     */
    public static @Nullable MasterRequests from(Map<String, String> environment) {
        String sender = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        LogServerLocator place = LogServerLocator.forRequests(environment, sender);
        return place == null ? null : new MasterRequests(place, Scheduler.system());
    }

    /**
     * Asks, and waits for the answer however long that takes.
     *
     * @return JSON; empty for none
     * @throws RefusedException if the master says why there is no answer
     * @throws IOException if the master cannot be reached for 10 minutes
     */
    public synchronized String ask(String what, String name, String value) throws IOException, RefusedException {
        LogMessage.Request request = new LogMessage.Request(++number, what, name, value);
        byte[] line = LogWireFormat.line(request);
        if (line.length > LogWireFormat.MAX_LINE) {
            throw new RefusedException("a message of %d bytes is too long, the most is %d; write large data to files"
                    .formatted(line.length, LogWireFormat.MAX_LINE));
        }
        long since = scheduler.nanos();
        int failures = 0;
        while (true) {
            try {
                MasterConnection open = open();
                failures = 0;
                open.socket().getOutputStream().write(line);
                LogMessage.Reply reply = await(open, request.number());
                if (!reply.error().isEmpty()) {
                    throw new RefusedException(reply.error());
                }
                return reply.value();
            } catch (IOException e) {
                boolean wasOpen = connection != null;
                close();
                since = wasOpen ? scheduler.nanos() : since;
                failures++;
                if (scheduler.since(since).compareTo(ABSENCE) > 0) {
                    throw new IOException(
                            "the master cannot be reached at " + place + " for " + ABSENCE.toMinutes() + " minutes: "
                                    + e.getMessage(),
                            e);
                }
                pause(failures);
            }
        }
    }

    private void pause(int failures) throws IOException {
        try {
            scheduler.sleep(PAUSES.after(failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the master", e);
        }
    }

    private MasterConnection open() throws IOException {
        if (connection != null) {
            return connection;
        }
        LogServerAddress address = place.now();
        if (address == null) {
            throw new IOException("nobody has said where it is");
        }
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            MasterConnection made =
                    new MasterConnection(socket, new BufferedInputStream(socket.getInputStream()), address);
            socket.getOutputStream().write(LogWireFormat.line(address.hello()));
            if (!(read(made, new ByteArrayOutputStream()) instanceof LogMessage.Welcome)) {
                throw new IOException("it answered the hello with something else than a welcome");
            }
            socket.setSoTimeout(LOOK_MILLIS);
            connection = made;
            return made;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private LogMessage.Reply await(MasterConnection open, long wanted) throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        while (true) {
            try {
                // what was asked before the connection broke may be answered twice
                if (read(open, begun) instanceof LogMessage.Reply reply && reply.number() == wanted) {
                    return reply;
                }
            } catch (SocketTimeoutException e) {
                LogServerAddress now = place.now();
                if (now != null && !now.equals(open.address())) {
                    throw new IOException("the master is somewhere else now", e);
                }
            }
        }
    }

    /** Reads a line; what has come of it stays in the buffer when it takes too long. */
    private static LogMessage read(MasterConnection open, ByteArrayOutputStream begun) throws IOException {
        for (int next = open.in().read(); next != '\n'; next = open.in().read()) {
            if (next < 0) {
                throw new EOFException("the master closed the connection; it may not know this job");
            }
            if (begun.size() == MAX_REPLY) {
                throw new IOException("the master sent an endless line");
            }
            begun.write(next);
        }
        byte[] line = begun.toByteArray();
        begun.reset();
        try {
            return LogWireFormat.read(line);
        } catch (LogWireException e) {
            throw new IOException("the master sent something that is no message", e);
        }
    }

    @Override
    public synchronized void close() {
        MasterConnection open = connection;
        connection = null;
        if (open != null) {
            try (Socket socket = open.socket()) {
                socket.getOutputStream().write(LogWireFormat.line(new LogMessage.End(0)));
            } catch (IOException e) {
                // nothing is left that could be closed
            }
        }
    }

    /** The master says why there is no answer. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
