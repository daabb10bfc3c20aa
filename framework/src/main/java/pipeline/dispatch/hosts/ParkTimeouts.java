package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.dispatch.queue.JobBatch;
import pipeline.time.MonotonicClock;

/**
 * How long batches wait for parked jobs: while other jobs of the batch are on their way, and then for the time that the policy
 * says. Confined to the dispatcher's loop.
 */
final class ParkTimeouts {

    /** What is to be done for a batch. */
    enum WaitDecision {
        /** Nothing now. */
        GO_ON,
        /** Only parked jobs remain since now: look again when the time is over. */
        WAIT,
        /** The batch waits no longer for its parked jobs. */
        GIVE_UP
    }

    private static final class Wait {
        private int parked;
        private int openThen;
        private long since;
        private boolean hasBegun;
    }

    private final Map<JobBatch, Wait> waits = new HashMap<>();
    private final Duration limit;
    private final MonotonicClock clock;

    ParkTimeouts(Duration limit, MonotonicClock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Notes that jobs of a batch were parked, or are no longer; returns whether the batch had none before. */
    boolean count(JobBatch batch, int change) {
        Wait known = waits.get(batch);
        Wait wait = known == null ? new Wait() : known;
        wait.parked += change;
        waits.put(batch, wait);
        return known == null;
    }

    /** Returns the batches that had parked jobs and are not over. */
    List<JobBatch> batches() {
        return new ArrayList<>(waits.keySet());
    }

    /** Returns what is to be done for a batch, now that something has changed or time has passed. */
    WaitDecision look(JobBatch batch) {
        Wait wait = waits.get(batch);
        if (wait == null) {
            return WaitDecision.GO_ON;
        }
        int open = batch.open();
        if (open == 0) {
            waits.remove(batch);
            return WaitDecision.GO_ON;
        }
        if (wait.hasBegun && open < wait.openThen) {
            wait.hasBegun = false;
        }
        if (wait.parked < open || wait.parked == 0) {
            return WaitDecision.GO_ON;
        }
        boolean begins = !wait.hasBegun;
        if (begins) {
            wait.hasBegun = true;
            wait.openThen = open;
            wait.since = clock.nanos();
        }
        if (clock.since(wait.since).compareTo(limit) >= 0) {
            return WaitDecision.GIVE_UP;
        }
        return begins ? WaitDecision.WAIT : WaitDecision.GO_ON;
    }
}
