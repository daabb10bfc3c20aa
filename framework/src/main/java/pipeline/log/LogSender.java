package pipeline.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.time.Scheduler;

/**
 * Brings the records of a process to the log server, in order, on a thread of its own. With a spool, each record goes there
 * first. Records that a connection lost, or that found no connection, are sent again from the spool; records that cannot be
 * sent stay there. Without a spool, a caller waits while the queue is full, and if the connection cannot be made again, records
 * are printed: a log server that is gone never stops a program. Thread-safe.
 */
final class LogSender implements RecordOutlet {

    /** So often a line on which nothing is sent is looked at. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final LogServerLink link;
    private final @Nullable RecordSpool spool;
    private final TextOutlet fallback;
    private final Duration stallLimit;
    private final RecordQueue queue;
    private final Thread thread;
    private final Object order = new Object();

    /** Guarded by the order. */
    private long accepted;

    /** Belongs to the thread. */
    private long printed;

    /** Up to this number the spool was read, and does not have it all any more. */
    private long readInVain;

    private LogSender(
            LogServerLink link,
            @Nullable RecordSpool spool,
            TextOutlet fallback,
            Duration stallLimit,
            Scheduler scheduler) {
        this.queue = new RecordQueue(scheduler);
        this.link = link;
        this.spool = spool;
        this.fallback = fallback;
        this.stallLimit = stallLimit;
        this.thread = new Thread(this::run, "log-sender");
        this.thread.setDaemon(true);
    }

    /**
     * Connects, and returns when the server has accepted this process.
     *
     * @param spool keeps what is said; null if nothing does
     * @param stallLimit how long a server may take nothing at all while a caller waits for it
     * @throws IOException if the server cannot be reached or does not accept, after several attempts; never where there is
     *     a spool
     */
    static LogSender start(
            LogServerLocator place, @Nullable RecordSpool spool, TextOutlet fallback, Duration stallLimit)
            throws IOException {
        Scheduler scheduler = Scheduler.system();
        LogServerLink link = new LogServerLink(place, scheduler);
        if (spool == null) {
            link.connect();
        } else {
            link.tryToConnect(true);
        }
        LogSender sender = new LogSender(link, spool, fallback, stallLimit, scheduler);
        sender.thread.start();
        return sender;
    }

    @Override
    public void accept(JobLogRecord record) {
        // the numbers, the spool and the queue have one order
        synchronized (order) {
            accepted++;
            JobLogRecord numbered = record.numbered(accepted);
            if (spool != null && spool.keep(numbered)) {
                // what finds no room in the queue is read from the spool
                queue.offer(numbered, Duration.ZERO);
            } else {
                enqueue(numbered);
            }
        }
    }

    private void enqueue(JobLogRecord record) {
        while (true) {
            long before = link.sent();
            switch (queue.offer(record, stallLimit)) {
                case TAKEN -> {
                    return;
                }
                case CLOSED -> {
                    fallback.accept(record);
                    return;
                }
                case FULL -> link.abortIfStalled(before);
            }
        }
    }

    /** Waits until the server has confirmed every record, as long as it takes records at all. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            long before = link.sent();
            try {
                thread.join(stallLimit.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
                link.giveUp();
            }
            if (thread.isAlive()) {
                if (link.sent() == before) {
                    link.giveUp();
                }
                link.abortIfStalled(before);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (spool != null) {
            spool.close();
        }
        fallback.close();
    }

    private void run() {
        try {
            while (!queue.isOver()) {
                List<JobLogRecord> batch = queue.take(timeToWait());
                if (!batch.isEmpty()) {
                    deliver(batch);
                } else if (spool != null) {
                    link.check();
                    if (link.tryToConnect(false)) {
                        catchUp(spool, spool.last());
                    }
                }
            }
            end();
        } finally {
            // However this thread ended, nobody may wait for it.
            queue.close();
            for (List<JobLogRecord> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                print(batch);
            }
        }
    }

    /** Returns how long to wait for records; null is for ever, as there is nothing else to be done. */
    private @Nullable Duration timeToWait() {
        if (spool == null) {
            return null;
        }
        boolean isUp = link.isConnected();
        if (spool.last() > Math.max(readInVain, link.sent())) {
            return isUp ? Duration.ZERO : link.timeToNextAttempt();
        }
        return isUp ? CHECK : null;
    }

    private void deliver(List<JobLogRecord> batch) {
        boolean isSent = spool == null ? sendOrReconnect(batch) : sendAfter(spool, batch);
        if (!isSent) {
            print(batch);
        }
    }

    /** What found no room in the queue may lie in the middle of a batch: it goes before what follows it. */
    private boolean sendAfter(RecordSpool kept, List<JobLogRecord> batch) {
        int from = 0;
        for (int to = 1; to <= batch.size(); to++) {
            boolean isGap = to == batch.size()
                    || batch.get(to).seq() > batch.get(to - 1).seq() + 1;
            if (isGap && !sendPiece(kept, batch.subList(from, to))) {
                return false;
            }
            from = isGap ? to : from;
        }
        return true;
    }

    private boolean sendPiece(RecordSpool kept, List<JobLogRecord> batch) {
        // twice: a connection that broke in the meantime is noticed at the first use
        for (int attempt = 0; attempt < 2; attempt++) {
            if (link.tryToConnect(false) && catchUp(kept, batch.get(0).seq() - 1) && link.send(batch) == null) {
                return true;
            }
        }
        return false;
    }

    private boolean catchUp(RecordSpool kept, long upTo) {
        if (link.send(kept, upTo) != null) {
            return false;
        }
        if (link.sent() < upTo) {
            readInVain = upTo;
        }
        return true;
    }

    private boolean sendOrReconnect(List<JobLogRecord> batch) {
        while (link.isConnected()) {
            // The batch is sent again as a whole: a record that arrives twice is better than one that does not.
            IOException cause = link.send(batch);
            if (cause == null) {
                return true;
            }
            String reason = "the program ends";
            if (!link.isGivenUp()) {
                try {
                    link.connect();
                    continue;
                } catch (IOException e) {
                    reason = String.valueOf(e.getMessage());
                }
            }
            fallback.note("the connection to the log server at " + link + " is lost (" + cause.getMessage()
                    + ") and cannot be made again (" + reason + "); log records follow here");
        }
        return false;
    }

    private void end() {
        if (spool == null) {
            if (link.isConnected()) {
                String complaint = link.end();
                if (complaint != null) {
                    fallback.note(complaint);
                }
            }
        } else {
            // what the server does not confirm is in the spool
            for (int attempt = 0; attempt < 2; attempt++) {
                if (link.tryToConnect(true) && catchUp(spool, spool.last()) && link.end() == null) {
                    break;
                }
            }
        }
        link.close();
        if (printed > 0) {
            fallback.note(printed + " log records did not reach the log server at " + link + "; they stand above");
        }
    }

    /** Prints what neither the server nor the spool has. */
    private void print(List<JobLogRecord> batch) {
        long kept = spool == null ? 0 : spool.last();
        for (JobLogRecord record : batch) {
            if (record.seq() > kept) {
                fallback.accept(record);
                printed++;
            }
        }
    }
}
