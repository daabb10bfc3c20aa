package pipeline.log.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The log of one job while it runs: who may speak for it, and what has come in. All counts belong to the server's
 * thread; {@link #settle} may be called by any.
 */
public final class JobLog {

    private final LogServer server;
    private final String jobId;
    private final String logger;
    private final Set<SenderConnection> open = new HashSet<>();
    private long received;
    private long missing;
    private boolean brokenOff;
    private @Nullable CompletableFuture<LogTally> settled;

    JobLog(LogServer server, String jobId, String logger) {
        this.server = server;
        this.jobId = jobId;
        this.logger = logger;
    }

    /**
     * Waits for the records of a job that has ended: until each of its senders has said its end or is gone, or the limit
     * has passed. Then the job is forgotten and whoever still speaks for it is cut off. The first call counts, further
     * ones give the same future.
     *
     * @return completed by the server's thread: what takes longer than a few instructions belongs to another one
     */
    public CompletableFuture<LogTally> settle(Duration limit) {
        CompletableFuture<LogTally> future;
        synchronized (this) {
            if (settled != null) {
                return settled;
            }
            future = new CompletableFuture<>();
            settled = future;
        }
        server.settle(new Settling(this, future, limit));
        return future;
    }

    String jobId() {
        return jobId;
    }

    /** Tells whether a logger is the job's own or below it. */
    boolean owns(String name) {
        return name.equals(logger) || name.startsWith(logger + ".");
    }

    void opened(SenderConnection connection) {
        open.add(connection);
    }

    void received() {
        received++;
    }

    void missed(long records) {
        missing += records;
    }

    /** Takes note that a connection is over; without its end said, the sender broke off. */
    void closed(SenderConnection connection, boolean endSaid) {
        open.remove(connection);
        brokenOff |= !endSaid;
    }

    Set<SenderConnection> open() {
        return Set.copyOf(open);
    }

    boolean isQuiet() {
        return open.isEmpty();
    }

    LogTally tally() {
        return new LogTally(received, missing, brokenOff);
    }
}
