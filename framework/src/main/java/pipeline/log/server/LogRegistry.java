package pipeline.log.server;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.time.MonotonicClock;

/** The state that all connections of a server share: the token, the jobs that run, the sink and the counts of rejections. */
final class LogRegistry {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.log");

    private final byte[] token;
    private final RecordSink sink;
    private final ConcurrentMap<String, JobLog> jobs = new ConcurrentHashMap<>();
    private final MonotonicClock clock;
    private final RejectionCounter rejections;
    private boolean sinkFailed;

    LogRegistry(String token, RecordSink sink, MonotonicClock clock) {
        this.clock = clock;
        this.rejections = new RejectionCounter(clock);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.sink = sink;
    }

    boolean isToken(String shown) {
        return MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
    }

    void add(JobLog job) {
        if (jobs.putIfAbsent(job.jobId(), job) != null) {
            throw new IllegalStateException("job " + job.jobId() + " is registered already; settle its log first");
        }
    }

    void remove(JobLog job) {
        jobs.remove(job.jobId(), job);
    }

    @Nullable
    JobLog job(String jobId) {
        return jobs.get(jobId);
    }

    void rejected(Rejection reason, @Nullable SocketAddress peer, @Nullable String detail) {
        rejections.add(reason, peer, detail);
    }

    void warn(String message) {
        rejections.warn(message);
    }

    RejectionCounts rejections() {
        return rejections.rejections();
    }

    /** Hands a record on, of one thread at a time; returns whether the sink of all jobs and that of its own took it. */
    synchronized boolean handOn(NodeRecord record, RecordSink copy) {
        try {
            sink.accept(record);
            copy.accept(record);
            return true;
        } catch (RuntimeException e) {
            if (!sinkFailed) {
                sinkFailed = true;
                LOGGER.error(
                        "A log record of job {} could not be written; it and others like it are counted as missing",
                        record.jobId(),
                        e);
            }
            return false;
        }
    }

    MonotonicClock clock() {
        return clock;
    }
}
