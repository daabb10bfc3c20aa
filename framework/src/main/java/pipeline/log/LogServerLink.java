package pipeline.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line to the log server, up or down: used by one thread, aborted by any. */
final class LogServerLink {

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final LogServerLocator place;
    private volatile @Nullable LogConnection connection;
    private volatile boolean givenUp;
    private Duration pause = FIRST_PAUSE;
    private long nextAttempt = System.nanoTime();

    LogServerLink(LogServerLocator place) {
        this.place = place;
    }

    boolean isConnected() {
        return connection != null;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Connects no more. */
    void giveUp() {
        givenUp = true;
    }

    /** Gives the number of the last record that the server has or was sent; 0 while the line is down. */
    long sent() {
        LogConnection current = connection;
        return current == null ? 0 : current.sent();
    }

    /** Gives how long to wait until it is time to connect; 0 if that is due. */
    long nanosToNextAttempt() {
        return Math.max(0, nextAttempt - System.nanoTime());
    }

    /**
     * Connects, with several attempts.
     *
     * @throws IOException if the server cannot be reached or does not accept
     */
    void connect() throws IOException {
        Duration wait = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                open();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while connecting to the log server", e);
            }
            wait = wait.multipliedBy(3);
        }
    }

    /**
     * Connects if it is not connected and it is time to.
     *
     * @param now whether it is time in any case
     * @return whether it is connected
     */
    boolean tryToConnect(boolean now) {
        if (connection != null) {
            return true;
        }
        if (givenUp || (!now && nanosToNextAttempt() > 0)) {
            return false;
        }
        try {
            open();
            pause = FIRST_PAUSE;
            return true;
        } catch (IOException e) {
            nextAttempt = System.nanoTime() + pause.toNanos();
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            return false;
        }
    }

    private void open() throws IOException {
        LogServerAddress address = place.now();
        if (address == null) {
            throw new IOException("nobody has said where it is");
        }
        connection = LogConnection.open(address);
    }

    /** Sends records; gives why that failed, after which the line is down. */
    @Nullable
    IOException send(List<LogRecord> batch) {
        return use(open -> {
            for (LogRecord record : batch) {
                open.write(record);
            }
        });
    }

    /** Sends what was kept and the server does not have, up to a number; gives why that failed. */
    @Nullable
    IOException send(RecordSpool spool, long upTo) {
        return use(open -> {
            if (open.sent() < upTo) {
                spool.read(open.sent(), upTo, open::write);
            }
        });
    }

    /** Ends the connection in order; gives what is to be said of it, null if nothing. */
    @Nullable
    String end() {
        long[] received = new long[1];
        long said = sent();
        IOException failure = use(open -> received[0] = open.end());
        close();
        if (failure != null) {
            return "the log server at " + place + " did not confirm the last of " + said + " log records ("
                    + failure.getMessage() + "); some may be missing in the master's log";
        }
        return received[0] < said ? "the log server has " + received[0] + " of " + said + " log records" : null;
    }

    private interface Step {
        void on(LogConnection open) throws IOException;
    }

    private @Nullable IOException use(Step step) {
        LogConnection open = connection;
        if (open == null) {
            return new IOException("there is no connection");
        }
        try {
            step.on(open);
            open.flush();
            return null;
        } catch (IOException e) {
            close();
            return e;
        }
    }

    /** Takes the line down if the server has let go of it: nobody would notice as long as nothing is sent. */
    void check() {
        LogConnection open = connection;
        if (open != null && !open.isHeld()) {
            close();
        }
    }

    /** Takes the line down at once. */
    void close() {
        LogConnection open = connection;
        if (open != null) {
            open.abort();
            // what was written to a connection that broke may be lost: only the next welcome tells
            connection = null;
        }
    }

    /** Breaks a connection on which nothing moves, from any thread. */
    void abortIfStalled(long before) {
        LogConnection current = connection;
        if (current != null && (current.sent() == before || givenUp)) {
            current.abort();
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
