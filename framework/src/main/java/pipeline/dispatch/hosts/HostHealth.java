package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.QueuedJob;

/** What a run thinks of one host, and the jobs it keeps from it meanwhile. Confined to the dispatcher's loop. */
public final class HostHealth {

    /** What is to be done with jobs of the host. */
    enum State {
        /** They go there. */
        SOUND(false),
        /** They wait until it is known what is wrong. */
        DOUBTFUL(false),
        /** They are parked until the host answers, which is asked now and then. */
        ASIDE(true),
        /** They are parked until somebody undrains the host. */
        DRAINED(true);

        private final boolean isParking;

        State(boolean isParking) {
            this.isParking = isParking;
        }
    }

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration FIRST_SLOW_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_SLOW_PAUSE = Duration.ofMinutes(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final HostSlots slots;
    private final List<QueuedJob> held = new ArrayList<>();
    private State state = State.SOUND;
    private String reason = "";
    private int failures;
    private int stumbles;
    private int probes;
    private boolean isSlow;
    private boolean isOnTrial;
    private long epoch;

    HostHealth(HostSlots slots) {
        this.slots = slots;
    }

    HostSlots slots() {
        return slots;
    }

    State state() {
        return state;
    }

    boolean isParking() {
        return state.isParking;
    }

    /** Gives why its jobs are parked. */
    String reason() {
        return reason;
    }

    /** Counts the states it has been in, so that what was planned in an earlier one is not done. */
    long epoch() {
        return epoch;
    }

    void enter(State next, String why) {
        state = next;
        reason = why;
        epoch++;
    }

    /** The host is asked again in a minute and more, since only people can put right what is wrong. */
    void slowly(boolean slow) {
        isSlow = slow;
    }

    void hold(QueuedJob job) {
        held.add(job);
    }

    List<QueuedJob> held() {
        return held;
    }

    /** Takes out the jobs that it keeps. */
    List<QueuedJob> takeHeld() {
        List<QueuedJob> all = List.copyOf(held);
        held.clear();
        return all;
    }

    /** Takes note that no way led to the host; tells whether that happened too often. */
    boolean failed(int limit) {
        failures++;
        return isOnTrial || failures >= limit;
    }

    /** Takes note that the host answered, but took a job no further; tells whether that happened too often. */
    boolean stumbled(int limit) {
        stumbles++;
        return isOnTrial || stumbles >= limit;
    }

    /** Gives when to try once more after a failure that was not one too many. */
    Duration retryPause() {
        return jittered(RETRY_PAUSE.multipliedBy(1L << Math.min(Math.max(failures, stumbles) - 1, 4)));
    }

    void connected() {
        failures = 0;
    }

    /** A job ran there as it should. */
    void proven() {
        failures = 0;
        stumbles = 0;
        probes = 0;
        isOnTrial = false;
    }

    /** From now on one failure is one too many, until a job runs there as it should. */
    void trial() {
        isOnTrial = true;
        failures = 0;
        stumbles = 0;
    }

    boolean isOnTrial() {
        return isOnTrial;
    }

    /** Gives when the host is to be asked next; each time later. */
    Duration probePause() {
        Duration first = isSlow ? FIRST_SLOW_PAUSE : FIRST_PAUSE;
        Duration longest = isSlow ? LONGEST_SLOW_PAUSE : LONGEST_PAUSE;
        Duration pause = first.multipliedBy(1L << Math.min(probes, 10));
        probes++;
        return jittered(pause.compareTo(longest) > 0 ? longest : pause);
    }

    /** Many hosts that went down together are not asked all at the same moment. */
    private static Duration jittered(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }
}
