package pipeline.log.server;

import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.time.MonotonicClock;

/** Counts senders that were cut off and warns of them, a few at a time so that nobody can flood the log. */
final class RejectionCounter {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.log");
    private static final int WARNINGS = 10;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ConcurrentMap<Rejection, Long> counts = new ConcurrentHashMap<>();
    private final MonotonicClock clock;
    private long windowStart;
    private int shown;
    private long hidden;

    RejectionCounter(MonotonicClock clock) {
        this.clock = clock;
        this.windowStart = clock.nanos();
    }

    /** Counts a sender; called by the server's thread only. */
    void add(Rejection reason, @Nullable SocketAddress peer, @Nullable String detail) {
        counts.merge(reason, 1L, Long::sum);
        warn("A log sender at " + peer + " was cut off: " + reason.meaning()
                + (detail == null ? "" : " (" + detail + ")"));
    }

    /** Warns of something that a peer may cause again and again. */
    void warn(String message) {
        long now = clock.nanos();
        if (now - windowStart > WINDOW_NANOS) {
            if (hidden > 0) {
                LOGGER.warn("{} more warnings about log senders were not shown", hidden);
            }
            windowStart = now;
            shown = 0;
            hidden = 0;
        }
        if (shown < WARNINGS) {
            shown++;
            LOGGER.warn(message);
        } else {
            hidden++;
        }
    }

    /** Returns the counts so far, to any thread. */
    RejectionCounts rejections() {
        return new RejectionCounts(counts);
    }
}
