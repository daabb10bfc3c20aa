package pipeline.dispatch.attempt;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.gang.GangSession;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.Timeouts;
import pipeline.job.GangSeat;
import pipeline.log.server.JobLog;
import pipeline.log.server.JobLogHooks;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.remote.TransportException;
import pipeline.time.Scheduler;

/**
 * The log of one attempt until all of it is in: whenever a sender of it breaks off, word is left on its host where the log
 * server is now; as long as none comes, the spool is read there; and what has not come when the attempt has ended is read
 * from the spool too. Thread-safe.
 */
public final class AttemptLog {

    private static final Duration SHORT_PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final LogServer server;
    private final RunningAttempt running;
    private final RemoteHost host;
    private final Supplier<CompletableFuture<InetSocketAddress>> way;
    private final Timeouts timeouts;
    private final Scheduler scheduler;
    private final Logger logger;
    private final JobLog jobLog;
    private final JobOutputFile records;
    private final AtomicBoolean isSending = new AtomicBoolean();
    private final AtomicBoolean isReadingAlong = new AtomicBoolean();
    private volatile AttemptRecovery.@Nullable Found find;

    /**
     * Lets the senders of the attempt in.
     *
     * @param way returns where the host reaches the log server
     * @param records where the records are kept
     */
    AttemptLog(
            LogServer server,
            RunningAttempt running,
            RemoteHost host,
            Supplier<CompletableFuture<InetSocketAddress>> way,
            JobOutputFile records,
            AttemptEnvironment environment) {
        this.server = server;
        this.running = running;
        this.host = host;
        this.way = way;
        this.records = records;
        this.timeouts = environment.timeouts();
        this.scheduler = environment.scheduler();
        this.logger = environment.logger();
        QueuedJob queued = running.job();
        SecretMask mask = SecretMask.of(queued.job().secrets());
        this.jobLog = server.register(
                String.valueOf(queued.number()),
                JobOutput.loggerName(queued.job()),
                new JobLogHooks(
                        () -> send(SHORT_PAUSE),
                        message -> String.valueOf(mask.text(message)),
                        new RecordFile(records)));
        GangSession gang = running.gang();
        GangSeat seat = queued.job().gang().orElse(null);
        if (gang != null && seat != null) {
            jobLog.answerBy((sender, request, answer) -> gang.board().asked(seat.rank(), sender, request, answer));
        }
    }

    /** The attempt was started by another master, who is where its senders look for the log server. */
    void inherits(AttemptRecovery.Found found) {
        find = found;
        send(Duration.ZERO);
    }

    /** The way to the host is lost: programs of a gang that had no connection at that moment do not know where the master will be. */
    void wayBroke() {
        if (running.gang() != null) {
            send(SHORT_PAUSE);
        }
    }

    /** What another master had started is gone, and the attempt is made in its own slot. */
    void startsAnew() {
        find = null;
    }

    /** Leaves word until somebody has come, and again whenever the way has become another. */
    private void send(Duration pause) {
        if (isSending.compareAndSet(false, true)) {
            later(pause, () -> sendOnce(null));
        }
    }

    private void sendOnce(@Nullable InetSocketAddress sent) {
        SlotTrace trace = trace();
        if (trace == null || running.exitCode().isDone() || jobLog.isHeard()) {
            isSending.set(false);
            return;
        }
        if (sent != null) {
            // a sender that is silent for long does not look for the server either
            readAlong();
        }
        way.get()
                .thenCompose(address -> address.equals(sent)
                        ? CompletableFuture.completedFuture(address)
                        : host.announceLogServer(
                                        trace, address.getHostString() + " " + address.getPort() + " " + server.token())
                                .thenApply(ok -> address))
                .whenComplete((address, failure) -> {
                    TransportException cause = TransportException.in(failure);
                    if (failure != null && (cause == null || cause.cause() == TransportException.Cause.FORWARD)) {
                        logger.debug(
                                "{}: the new address of the log server could not be sent there", host.name(), failure);
                        isSending.set(false);
                        readAlong();
                    } else {
                        later(PAUSE, () -> sendOnce(failure == null ? address : sent));
                    }
                });
    }

    /** Reads the spool while the attempt runs and none of its programs is connected to the log server. */
    void readAlong() {
        if (isReadingAlong.compareAndSet(false, true)) {
            later(PAUSE, this::readAlongOnce);
        }
    }

    private void readAlongOnce() {
        SlotTrace trace = trace();
        if (trace == null || running.exitCode().isDone() || jobLog.isHeard()) {
            isReadingAlong.set(false);
            return;
        }
        CompletableFuture<Void> reading = host.followSpool(trace, new Lines());
        running.exitCode().whenComplete((code, failure) -> reading.cancel(false));
        endWhenHeard(reading);
        reading.whenComplete((ok, failure) -> later(PAUSE, this::readAlongOnce));
    }

    private void endWhenHeard(CompletableFuture<Void> reading) {
        later(PAUSE, () -> {
            if (jobLog.isHeard()) {
                reading.cancel(false);
            } else if (!reading.isDone()) {
                endWhenHeard(reading);
            }
        });
    }

    private void later(Duration pause, Runnable step) {
        scheduler.after(pause, step);
    }

    private @Nullable SlotTrace trace() {
        AttemptRecovery.Found found = find;
        return found != null ? found.trace() : running.slot().trace();
    }

    private String id() {
        AttemptRecovery.Found found = find;
        return found != null ? found.id() : running.id();
    }

    /**
     * Waits for the records of the attempt, which has ended, and reads those that have not come.
     *
     * @param kept how many the host says that it has kept; negative if it said nothing
     * @param failure why its end is not known; null if it is
     */
    CompletableFuture<LogCounts> finish(long kept, @Nullable Throwable failure) {
        CompletableFuture<LogCounts> settled = kept <= 0 && failure == null
                ? jobLog.settleEmpty(timeouts.records())
                : jobLog.settle(timeouts.records());
        CompletableFuture<LogCounts> finished = settled.thenCompose(counts -> {
            boolean isComplete = kept < 0 ? counts.isComplete() : counts.received() >= kept;
            SlotTrace trace = trace();
            TransportException broken = TransportException.in(failure);
            boolean isOutOfReach = broken != null && broken.cause() != TransportException.Cause.SHELL_ENDED;
            if (isComplete || isOutOfReach || trace == null) {
                return CompletableFuture.completedFuture(kept < 0 ? counts : counts.against(kept));
            }
            Duration limit = failure == null ? timeouts.absence() : timeouts.way();
            Lines lines = new Lines();
            return scheduler
                    .failOnTimeout(read(trace, lines, scheduler.nanos() + limit.toNanos()), limit)
                    .handle((ok, fault) -> {
                        if (fault != null) {
                            logger.warn(
                                    "{}: the log records that job {} left there cannot be read: {}",
                                    host.name(),
                                    running.job().number(),
                                    reason(fault));
                        }
                        LogCounts all = jobLog.counts();
                        return kept >= 0 ? all.against(kept) : lines.hasRead ? all.against(0) : all;
                    });
        });
        return finished.whenComplete((counts, fault) -> records.close());
    }

    private CompletableFuture<Void> read(SlotTrace trace, Lines lines, long deadline) {
        return host.readSpool(trace, id(), lines.anew())
                .handle((ok, failure) -> {
                    TransportException broken = TransportException.in(failure);
                    if (failure == null) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    if (broken == null || scheduler.nanos() - deadline >= 0) {
                        return CompletableFuture.<Void>failedFuture(failure);
                    }
                    CompletableFuture<Void> paused = new CompletableFuture<>();
                    later(PAUSE, () -> paused.complete(null));
                    return paused.thenCompose(waited -> read(trace, lines, deadline));
                })
                .thenCompose(result -> result);
    }

    private static String reason(Throwable failure) {
        TransportException transport = TransportException.in(failure);
        return transport != null ? String.valueOf(transport.getMessage()) : failure.toString();
    }

    /** What is read, line by line; each reading is from the beginning. Used by one thread at a time. */
    private final class Lines implements SpoolOutput {
        private final byte[] mark = (id() + " ").getBytes(StandardCharsets.US_ASCII);
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private volatile boolean hasRead;

        /** Begins once more. */
        Lines anew() {
            line.reset();
            return this;
        }

        @Override
        public void spooled(byte[] bytes, int offset, int length) {
            List<byte[]> whole = new ArrayList<>();
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    whole.add(line.toByteArray());
                    line.reset();
                } else {
                    line.write(bytes[i]);
                }
            }
            whole.removeIf(other -> !startsWith(other, mark));
            if (!whole.isEmpty()) {
                hasRead = true;
                jobLog.takeSpooled(whole);
            }
        }

        private static boolean startsWith(byte[] line, byte[] mark) {
            return line.length >= mark.length && Arrays.equals(line, 0, mark.length, mark, 0, mark.length);
        }
    }
}
