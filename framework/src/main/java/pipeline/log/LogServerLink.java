package pipeline.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.time.Backoff;
import pipeline.time.Scheduler;

/** The connection to the log server, which may be up or down. One thread uses it; any thread may abort it. */
final class LogServerLink {

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** While somebody waits for the connection. */
    private static final Backoff AT_ONCE = new Backoff(FIRST_PAUSE, 3, LONGEST_PAUSE, 0);

    private static final Backoff LATER = Backoff.doubling(FIRST_PAUSE, LONGEST_PAUSE);

    private final LogServerLocator place;
    private final Scheduler scheduler;
    private volatile @Nullable LogConnection connection;
    private volatile boolean givenUp;
    private int failures;
    private long nextAttempt;

    LogServerLink(LogServerLocator place, Scheduler scheduler) {
        this.place = place;
        this.scheduler = scheduler;
        this.nextAttempt = scheduler.nanos();
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

    /** Returns the number of the last record that the server has or was sent; 0 while the line is down. */
    long sent() {
        LogConnection current = connection;
        return current == null ? 0 : current.sent();
    }

    /** Returns how long to wait until it is time to connect; 0 if that is due. */
    Duration timeToNextAttempt() {
        return Duration.ofNanos(Math.max(0, nextAttempt - scheduler.nanos()));
    }

    /**
     * Connects, with several attempts.
     *
     * @throws IOException if the server cannot be reached or does not accept
     */
    void connect() throws IOException {
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
                scheduler.sleep(AT_ONCE.after(attempt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while connecting to the log server", e);
            }
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
        if (givenUp || (!now && !timeToNextAttempt().isZero())) {
            return false;
        }
        try {
            open();
            failures = 0;
            return true;
        } catch (IOException e) {
            failures++;
            nextAttempt = scheduler.nanos() + LATER.after(failures).toNanos();
            return false;
        }
    }

    private void open() throws IOException {
        LogServerAddress address = place.now();
        if (address == null) {
            throw new IOException("its address is not known");
        }
        connection = LogConnection.open(address);
    }

    /** Sends records; returns why that failed, after which the line is down. */
    @Nullable
    IOException send(List<JobLogRecord> batch) {
        return use(open -> {
            for (JobLogRecord record : batch) {
                open.write(record);
            }
        });
    }

    /** Sends what was kept and the server does not have, up to a number; returns why that failed. */
    @Nullable
    IOException send(RecordSpool spool, long upTo) {
        return use(open -> {
            if (open.sent() < upTo) {
                spool.read(open.sent(), upTo, open::write);
            }
        });
    }

    /** Ends the connection in order; returns what is to be said of it, null if nothing. */
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

    private interface LinkAction {
        void on(LogConnection open) throws IOException;
    }

    private @Nullable IOException use(LinkAction step) {
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
            // what was written to a connection that broke may be lost: only the next welcome says
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
