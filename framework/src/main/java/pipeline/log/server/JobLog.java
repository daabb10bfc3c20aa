package pipeline.log.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.log.JobLogRecord;
import pipeline.log.LogMessage;
import pipeline.log.LogWireException;
import pipeline.log.SpoolLine;

/**
 * The log of a job while it runs: its senders and the records that have come in. The counts belong to the server's thread;
 * public methods may be called by any thread.
 */
public final class JobLog {

    private final LogServer server;
    private final String jobId;
    private final String logger;
    private final LogRegistry registry;
    private final JobLogHooks hooks;
    private final Set<SenderConnection> open = new HashSet<>();
    private final Map<String, SenderProgress> named = new HashMap<>();
    private final Set<SenderConnection> asking = new HashSet<>();
    private volatile @Nullable RequestHandler requests;
    private volatile boolean isHeard;
    private volatile boolean wasHeard;
    private final SenderProgress others = new SenderProgress(false);
    private @Nullable CompletableFuture<LogCounts> settled;

    JobLog(LogServer server, LogRegistry registry, String jobId, String logger, JobLogHooks hooks) {
        this.server = server;
        this.registry = registry;
        this.hooks = hooks;
        this.jobId = jobId;
        this.logger = logger;
    }

    /**
     * Waits for the records of a job that has ended: until each of its senders has said its end or is gone, or the limit
     * has passed. Then the job is forgotten and who still speaks for it is cut off. The first call counts, further
     * ones give the same future.
     *
     * @return completed by the server's thread: what takes longer than a few instructions belongs to another one
     */
    public CompletableFuture<LogCounts> settle(Duration limit) {
        CompletableFuture<LogCounts> future;
        synchronized (this) {
            if (settled != null) {
                return settled;
            }
            future = new CompletableFuture<>();
            settled = future;
        }
        server.settle(new PendingLogDrain(this, future, limit, registry.clock()));
        return future;
    }

    /**
     * Ends the log of a job that has ended and kept no record, as {@link #settle} does: if no sender has come, none is waited
     * for.
     */
    public CompletableFuture<LogCounts> settleEmpty(Duration limit) {
        if (wasHeard) {
            return settle(limit);
        }
        registry.remove(this);
        return CompletableFuture.completedFuture(LogCounts.NOTHING);
    }

    /**
     * Takes lines of a node's spool, and returns when that is done. A record that has come already is passed over; of each
     * sender all lines must be given from the first on, in order. May be called by any thread but the server's.
     */
    public void takeSpooled(List<byte[]> lines) {
        server.perform(() -> lines.forEach(this::takeSpooled));
    }

    private void takeSpooled(byte[] line) {
        SpoolLine spooled = SpoolLine.parse(line);
        if (spooled == null) {
            return;
        }
        SenderProgress progress = progress(spooled.sender());
        try {
            if (spooled.number() > progress.last() && spooled.message() instanceof JobLogRecord record) {
                take(record, progress, logger);
            }
        } catch (LogWireException e) {
            // one that cannot be read is counted as one that is missing
        }
    }

    /** Says who answers the requests of the job's programs; until then, and where nobody does, they are refused. */
    public void answerBy(RequestHandler handler) {
        requests = handler;
    }

    /** A program that asks is let in; returns false if nobody answers. */
    boolean openedToAsk(SenderConnection connection) {
        if (requests == null) {
            return false;
        }
        asking.add(connection);
        isHeard = true;
        return true;
    }

    /** Hands a request on; the answer goes to its connection, if that is still there. */
    void ask(SenderConnection connection, String sender, LogMessage.Request request) {
        RequestHandler handler = requests;
        if (handler != null) {
            handler.asked(sender, request, reply -> server.post(() -> connection.send(reply)));
        }
    }

    /** Takes note that the connection of a program that asks is over. */
    void closedAsking(SenderConnection connection, boolean endSaid) {
        asking.remove(connection);
        isHeard = !open.isEmpty() || !asking.isEmpty();
        if (!endSaid) {
            hooks.onBreak().run();
        }
    }

    /** Returns to any thread whether a sender is connected. */
    public boolean isHeard() {
        return isHeard;
    }

    /** Returns what has come in so far. Only to be called when the log is settled. */
    public LogCounts counts() {
        LogCounts counts = others.counts();
        for (SenderProgress progress : named.values()) {
            counts = counts.plus(progress.counts());
        }
        return counts;
    }

    String jobId() {
        return jobId;
    }

    /** Returns whether a logger is the job's own or below it. */
    boolean owns(String name) {
        return name.equals(logger) || name.startsWith(logger + ".");
    }

    /** A sender is let in; the former connection under its name is cut off, so that its count is certain. */
    SenderProgress opened(SenderConnection connection, String sender) {
        open.add(connection);
        isHeard = true;
        wasHeard = true;
        if (sender.isEmpty()) {
            return new SenderProgress(false);
        }
        SenderProgress progress = progress(sender);
        SenderConnection former = progress.open(connection);
        if (former != null) {
            former.close(true);
        }
        return progress;
    }

    private SenderProgress progress(String sender) {
        return named.computeIfAbsent(sender, key -> new SenderProgress(true));
    }

    /** Hands a record on that comes next from its sender. */
    void take(JobLogRecord record, SenderProgress progress, String of) {
        progress.comes(record.seq());
        String name = record.logger();
        boolean own = name.equals(of) || name.startsWith(of + ".");
        String exception = record.exception();
        NodeRecord handedOn = new NodeRecord(
                jobId,
                own ? name : of + "." + name,
                record.level(),
                record.time(),
                hooks.mask().apply(record.message()),
                exception == null ? null : hooks.mask().apply(exception));
        if (registry.handOn(handedOn, hooks.copy())) {
            progress.received(1);
        } else {
            progress.missed(1);
        }
    }

    /** Takes note that a connection is over; without its end said, the sender broke off. */
    void closed(SenderConnection connection, SenderProgress progress, boolean endSaid) {
        open.remove(connection);
        isHeard = !open.isEmpty() || !asking.isEmpty();
        if (!progress.isNamed()) {
            progress.broken(!endSaid);
            others.add(progress);
        } else if (progress.isOf(connection)) {
            progress.broken(!endSaid);
            if (!endSaid) {
                hooks.onBreak().run();
            }
        }
    }

    Set<SenderConnection> connections() {
        Set<SenderConnection> all = new HashSet<>(open);
        all.addAll(asking);
        return all;
    }

    boolean isQuiet() {
        return open.isEmpty();
    }
}
