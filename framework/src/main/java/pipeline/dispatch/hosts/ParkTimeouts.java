package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.JobBatch;

/**
 * How long calls wait for parked jobs: while other jobs of the call are on their way, and then for the time that the rules
 * say. Confined to the dispatcher's loop.
 */
public final class ParkTimeouts {

    private static final class Vigil {
        private int parked;
        private int openThen;
        private long since;
        private boolean isWaiting;
    }

    private final IdentityHashMap<JobBatch, Vigil> parkTimeouts = new IdentityHashMap<>();
    private final Duration patience;
    private final EventLoop events;
    private final Logger logger;
    private final Consumer<JobBatch> over;

    /**
     * Makes none.
     *
     * @param over is told of a call that waits no longer for its parked jobs
     */
    ParkTimeouts(Duration patience, EventLoop events, Logger logger, Consumer<JobBatch> over) {
        this.patience = patience;
        this.events = events;
        this.logger = logger;
        this.over = over;
    }

    /** Jobs of a call were parked, or are no longer; {@link #look} is due when all is said. */
    void count(JobBatch call, int change) {
        Vigil vigil = parkTimeouts.computeIfAbsent(call, key -> {
            key.onEnded(() -> events.post(() -> look(key)));
            return new Vigil();
        });
        vigil.parked += change;
    }

    /** Looks at all calls that have parked jobs. */
    void lookAtAll() {
        List<JobBatch> calls = new ArrayList<>(parkTimeouts.keySet());
        calls.forEach(this::look);
    }

    private void look(JobBatch call) {
        Vigil vigil = parkTimeouts.get(call);
        if (vigil == null) {
            return;
        }
        int open = call.open();
        if (open == 0) {
            parkTimeouts.remove(call);
            return;
        }
        if (vigil.isWaiting && open < vigil.openThen) {
            vigil.isWaiting = false;
        }
        if (vigil.parked < open || vigil.parked == 0) {
            return;
        }
        if (!vigil.isWaiting) {
            begin(call, vigil, open);
        }
        if (System.nanoTime() - vigil.since >= patience.toNanos()) {
            over.accept(call);
        }
    }

    private void begin(JobBatch call, Vigil vigil, int open) {
        vigil.isWaiting = true;
        vigil.openThen = open;
        vigil.since = System.nanoTime();
        if (!patience.isZero()) {
            logger.warn("only parked jobs remain: {}; waiting {} s for their hosts", open, patience.toSeconds());
            CompletableFuture.delayedExecutor(patience.toMillis() + 1, TimeUnit.MILLISECONDS)
                    .execute(() -> events.post(() -> look(call)));
        }
    }
}
