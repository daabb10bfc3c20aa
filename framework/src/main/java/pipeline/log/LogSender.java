package pipeline.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of a process to the log server, in order, on a thread of its own. A caller waits while the queue is
 * full, so no record is lost to haste. When the connection breaks and cannot be made again, records are printed
 * instead: a log server that is gone never stops a program. Thread-safe.
 */
final class LogSender implements RecordOutlet {

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final LogAddress address;
    private final TextOutlet fallback;
    private final Duration stallLimit;
    private final RecordQueue queue = new RecordQueue();
    private final Thread thread;
    private volatile @Nullable LogConnection connection;
    private volatile boolean givenUp;
    private long printed;

    private LogSender(LogAddress address, TextOutlet fallback, Duration stallLimit, LogConnection connection) {
        this.address = address;
        this.fallback = fallback;
        this.stallLimit = stallLimit;
        this.connection = connection;
        this.thread = new Thread(this::run, "log-sender");
        this.thread.setDaemon(true);
    }

    /**
     * Connects, and returns when the server has accepted this process.
     *
     * @param stallLimit how long a server may take nothing at all while a caller waits for it
     * @throws IOException if the server cannot be reached or does not accept, after several attempts
     */
    static LogSender start(LogAddress address, TextOutlet fallback, Duration stallLimit) throws IOException {
        LogSender sender = new LogSender(address, fallback, stallLimit, connect(address));
        sender.thread.start();
        return sender;
    }

    @Override
    public void accept(LogRecord record) {
        while (true) {
            long before = progress();
            switch (queue.offer(record, stallLimit)) {
                case TAKEN -> {
                    return;
                }
                case CLOSED -> {
                    fallback.accept(record);
                    return;
                }
                case FULL -> abortIfStalled(before);
            }
        }
    }

    /** Waits until the server has confirmed every record, as long as it takes records at all. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            long before = progress();
            try {
                thread.join(stallLimit.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
                givenUp = true;
            }
            if (thread.isAlive()) {
                givenUp |= progress() == before;
                abortIfStalled(before);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        fallback.close();
    }

    private void run() {
        try {
            for (List<LogRecord> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                deliver(batch);
            }
            end();
        } finally {
            // Whatever ended this thread, nobody may wait for it.
            queue.close();
            for (List<LogRecord> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                print(batch);
            }
        }
    }

    private void deliver(List<LogRecord> batch) {
        LogConnection current = connection;
        while (current != null) {
            try {
                for (LogRecord record : batch) {
                    current.write(record);
                }
                current.flush();
                return;
            } catch (IOException e) {
                // The batch is sent again as a whole: a record that arrives twice is better than one that does not.
                current.abort();
                current = reconnect(e);
                connection = current;
            }
        }
        print(batch);
    }

    private @Nullable LogConnection reconnect(IOException cause) {
        String reason = "the program ends";
        if (!givenUp) {
            try {
                return connect(address);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        fallback.note("the connection to the log server at " + address + " is lost (" + cause.getMessage()
                + ") and cannot be made again (" + reason + "); log records follow here");
        return null;
    }

    private void end() {
        LogConnection current = connection;
        if (current != null) {
            long sent = current.sent();
            try {
                long received = current.end();
                if (received < sent) {
                    fallback.note("the log server has " + received + " of " + sent + " log records");
                }
            } catch (IOException e) {
                fallback.note("the log server at " + address + " did not confirm the last of " + sent + " log records ("
                        + e.getMessage() + "); some may be missing in the master's log");
            }
        }
        if (printed > 0) {
            fallback.note(printed + " log records did not reach the log server at " + address + "; they stand above");
        }
    }

    private void print(List<LogRecord> batch) {
        batch.forEach(fallback::accept);
        printed += batch.size();
    }

    private long progress() {
        LogConnection current = connection;
        return current == null ? -1 : current.sent();
    }

    private void abortIfStalled(long before) {
        LogConnection current = connection;
        if (current != null && (current.sent() == before || givenUp)) {
            current.abort();
        }
    }

    private static LogConnection connect(LogAddress address) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return LogConnection.open(address);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while connecting to the log server", e);
            }
            pause = pause.multipliedBy(3);
        }
    }
}
