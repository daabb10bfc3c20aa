package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.remote.TransportException;

/**
 * The circuit breaker of one host: an event changes its state and says what is to be done. It does nothing itself, keeps no jobs
 * and reads no clock. Confined to the dispatcher's loop.
 */
public final class HostHealth {

    /** What is to be done with jobs of the host. */
    public enum State {
        /** They go there. */
        HEALTHY(false),
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

    /** What happens to a host. */
    public sealed interface Event {
        /**
         * No slot is open and none is on its way.
         *
         * @param transport why; null if the shell ended as soon as it had started
         * @param hasJobs whether any job waits for the host
         */
        record Unreachable(String reason, @Nullable TransportException transport, boolean hasJobs) implements Event {}

        /** The host opened a slot. */
        record SlotOpened() implements Event {}

        /** The host answered, but took a job no further than to its shell. */
        record JobRefused(String reason) implements Event {}

        /** A job ran there as it should, well or not. */
        record JobRan() implements Event {}

        /** Jobs failed in a way that may be the host's fault. */
        record Suspected(String reason) implements Event {}

        /** The host is not to blame for what it was suspected of. */
        record Cleared() implements Event {}

        /** The host is to blame for failures of jobs. */
        record Blamed(String reason) implements Event {}

        /**
         * A pause that {@link Action.Pause} asked for is over.
         *
         * @param hasJobs whether any job waits for the host
         */
        record PauseOver(long epoch, boolean hasJobs) implements Event {}

        /** Somebody drained the host. */
        record Drained(String reason) implements Event {}

        /** Somebody undrained the host. */
        record Undrained() implements Event {}

        /** No job waits for the host any more. */
        record JobsGone() implements Event {}
    }

    /** What is to be done. */
    public sealed interface Action {
        /** Its jobs are taken out of their queue, to wait as the state says. */
        record Hold() implements Action {}

        /** As {@link Hold}, and it is logged that the host is set aside. */
        record SetAside(String reason) implements Action {}

        /** Its jobs wait for their turns again. */
        record Release() implements Action {}

        /** {@link Event.PauseOver} with this epoch is due after a pause. */
        record Pause(Duration pause, long epoch) implements Action {}

        /** The host is asked for a slot. */
        record Probe() implements Action {}
    }

    private final HealthPolicy policy;
    private final RetryPauses pauses;
    private State state = State.HEALTHY;
    private String reason = "";
    private int unreachable;
    private int refused;

    /** The host is asked again in a minute and more, since only people can put right what is wrong. */
    private boolean isSlow;

    /** One failure is one too many, until a job runs there as it should. */
    private boolean isOnTrial;

    /** Counts the states it has been in, so that a pause that was begun in an earlier one means nothing. */
    private long epoch;

    /**
     * Makes a healthy host.
     *
     * @param random spreads the pauses, so that hosts that went down together are not asked all at the same moment
     */
    public HostHealth(HealthPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.pauses = new RetryPauses(random);
    }

    public State state() {
        return state;
    }

    /** Returns whether jobs of the host are parked. */
    public boolean isParking() {
        return state.isParking;
    }

    /** Returns why jobs of the host wait; empty if they do not. */
    public String reason() {
        return reason;
    }

    public boolean isOnTrial() {
        return isOnTrial;
    }

    /** Returns how long a job waits that the host refused; zero if the host is parking its jobs. */
    public Duration pauseAfterRefusal() {
        return isParking() ? Duration.ZERO : retryPause();
    }

    /** Changes the state by what happened, and returns what is to be done, in this order. */
    public List<Action> on(Event event) {
        if (event instanceof Event.Unreachable failure) {
            return onUnreachable(failure);
        }
        if (event instanceof Event.SlotOpened) {
            unreachable = 0;
            if (state == State.ASIDE) {
                beginTrial();
                return release();
            }
        } else if (event instanceof Event.JobRefused failure) {
            if (state == State.HEALTHY) {
                refused++;
                if (isOnTrial || refused >= policy.transportFailures()) {
                    return setAside(failure.reason(), false);
                }
            }
        } else if (event instanceof Event.JobRan) {
            unreachable = 0;
            refused = 0;
            pauses.reset();
            isOnTrial = false;
        } else if (event instanceof Event.Suspected suspected) {
            if (state == State.HEALTHY) {
                enter(State.DOUBTFUL, suspected.reason());
                return List.of(new Action.Hold());
            }
        } else if (event instanceof Event.Cleared) {
            if (state == State.DOUBTFUL) {
                return release();
            }
        } else if (event instanceof Event.Blamed failure) {
            if (!isParking()) {
                return setAside(failure.reason(), false);
            }
        } else if (event instanceof Event.PauseOver pause) {
            return onPauseOver(pause);
        } else if (event instanceof Event.Drained drain) {
            if (state != State.DRAINED) {
                enter(State.DRAINED, drain.reason());
                return List.of(new Action.Hold());
            }
        } else if (event instanceof Event.Undrained) {
            if (state == State.DRAINED) {
                return release();
            }
        } else if (event instanceof Event.JobsGone) {
            leaveUntilNextJob();
        }
        return List.of();
    }

    private List<Action> onUnreachable(Event.Unreachable failure) {
        if (!failure.hasJobs()) {
            leaveUntilNextJob();
            return List.of();
        }
        return switch (state) {
            case HEALTHY, DOUBTFUL -> {
                TransportException transport = failure.transport();
                boolean isForPeople = transport != null && isForPeople(transport.cause());
                unreachable++;
                if (isOnTrial
                        || unreachable >= policy.transportFailures()
                        || isForPeople
                        || (transport != null && wasWaitedFor(transport.cause()))) {
                    yield setAside(failure.reason(), isForPeople);
                }
                if (state == State.HEALTHY) {
                    enter(State.DOUBTFUL, failure.reason());
                }
                yield List.of(new Action.Hold(), new Action.Pause(retryPause(), epoch));
            }
            case ASIDE -> List.of(new Action.Pause(probePause(), epoch));
            case DRAINED -> List.of(); // somebody will undrain it
        };
    }

    private List<Action> onPauseOver(Event.PauseOver pause) {
        if (pause.epoch() != epoch) {
            return List.of();
        }
        return switch (state) {
            case DOUBTFUL -> release();
            case ASIDE -> {
                if (pause.hasJobs()) {
                    yield List.of(new Action.Probe());
                }
                leaveUntilNextJob();
                yield List.of();
            }
            case HEALTHY, DRAINED -> List.of(); // no pause begins there
        };
    }

    /** Asking again soon is of no use where only people can put right what is wrong. */
    private static boolean isForPeople(TransportException.Cause cause) {
        return switch (cause) {
            case UNKNOWN_HOST, HOST_KEY, AUTHENTICATION -> true;
            case UNREACHABLE, SILENT, REFUSED, HANDSHAKE, CHANNEL, LOST, SHELL_ENDED, FORWARD, NODE_FILES -> false;
        };
    }

    /** A host that does not answer, or lets nobody come to the end of a handshake, has been waited for already. */
    private static boolean wasWaitedFor(TransportException.Cause cause) {
        return switch (cause) {
            case UNREACHABLE, SILENT, HANDSHAKE -> true;
            case UNKNOWN_HOST, HOST_KEY, AUTHENTICATION, REFUSED, CHANNEL, LOST, SHELL_ENDED, FORWARD, NODE_FILES ->
                false;
        };
    }

    private List<Action> setAside(String why, boolean slow) {
        enter(State.ASIDE, why);
        isSlow = slow;
        return List.of(new Action.SetAside(why), new Action.Pause(probePause(), epoch));
    }

    private List<Action> release() {
        enter(State.HEALTHY, "");
        return List.of(new Action.Release());
    }

    /** Leaves a host that is set aside as it is until the next job comes, which is its trial. */
    private void leaveUntilNextJob() {
        if (state == State.ASIDE) {
            beginTrial();
            enter(State.HEALTHY, "");
        }
    }

    private void beginTrial() {
        isOnTrial = true;
        unreachable = 0;
        refused = 0;
    }

    private void enter(State next, String why) {
        state = next;
        reason = why;
        epoch++;
    }

    private Duration retryPause() {
        return pauses.afterFailures(Math.max(unreachable, refused));
    }

    private Duration probePause() {
        return pauses.nextProbe(isSlow);
    }
}
