package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.remote.TransportException;

/**
 * The circuit breaker of one host, a pure function: an event leads to another value, and says what is to be done. It does nothing
 * itself, keeps no jobs, reads no clock and leaves nothing to chance. Immutable.
 *
 * @param reason why jobs of the host wait; empty if they do not
 * @param epoch counts the states it has been in, so that a pause that was begun in an earlier one means nothing
 * @param counts what failed there lately
 */
public record HostHealth(HealthPolicy policy, State state, String reason, long epoch, FailureCounts counts) {

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

        /** {@link Event.PauseOver} with this epoch is due after a pause, which chance may shorten. */
        record Pause(Duration pause, long epoch) implements Action {}

        /** The host is asked for a slot. */
        record Probe() implements Action {}
    }

    /**
     * What failed on a host lately.
     *
     * @param unreachable how often in a row it was not to be reached
     * @param refused how many jobs in a row it took no further than to its shell
     * @param probes how often it was or will be probed since a job ran
     * @param isSlow whether it is asked again in a minute and more, since only people can put right what is wrong
     * @param isOnTrial whether one failure is one too many, until a job runs there as it should
     */
    public record FailureCounts(int unreachable, int refused, int probes, boolean isSlow, boolean isOnTrial) {

        static final FailureCounts NONE = new FailureCounts(0, 0, 0, false, false);

        private FailureCounts onceMoreUnreachable() {
            return new FailureCounts(unreachable + 1, refused, probes, isSlow, isOnTrial);
        }

        private FailureCounts onceMoreRefused() {
            return new FailureCounts(unreachable, refused + 1, probes, isSlow, isOnTrial);
        }

        private FailureCounts onceMoreProbed(boolean slow) {
            return new FailureCounts(unreachable, refused, probes + 1, slow, isOnTrial);
        }

        private FailureCounts reached() {
            return new FailureCounts(0, refused, probes, isSlow, isOnTrial);
        }

        private FailureCounts jobRan() {
            return new FailureCounts(0, 0, 0, isSlow, false);
        }

        private FailureCounts trial() {
            return new FailureCounts(0, 0, probes, isSlow, true);
        }
    }

    /**
     * What an event leads to.
     *
     * @param actions what is to be done, in this order
     */
    public record HealthChange(HostHealth after, List<Action> actions) {}

    /** Returns a healthy host of which nothing has happened. */
    public static HostHealth healthy(HealthPolicy policy) {
        return new HostHealth(policy, State.HEALTHY, "", 0, FailureCounts.NONE);
    }

    /** Returns whether jobs of the host are parked. */
    public boolean isParking() {
        return state.isParking;
    }

    /** Returns whether one failure is one too many, until a job runs there as it should. */
    public boolean isOnTrial() {
        return counts.isOnTrial;
    }

    /** Returns how long a job waits that the host refused; zero if the host is parking its jobs. */
    public Duration pauseAfterRefusal() {
        return isParking() ? Duration.ZERO : retryPause();
    }

    /** Returns what the host is like after an event, and what is to be done. */
    public HealthChange on(Event event) {
        if (event instanceof Event.Unreachable failure) {
            return onUnreachable(failure);
        }
        if (event instanceof Event.SlotOpened) {
            HostHealth reached = with(counts.reached());
            return state == State.ASIDE ? reached.with(reached.counts.trial()).release() : reached.change();
        }
        if (event instanceof Event.JobRefused failure) {
            return onRefused(failure);
        }
        if (event instanceof Event.JobRan) {
            return with(counts.jobRan()).change();
        }
        if (event instanceof Event.Suspected suspicion) {
            return state == State.HEALTHY
                    ? enter(State.DOUBTFUL, suspicion.reason()).change(new Action.Hold())
                    : change();
        }
        if (event instanceof Event.Cleared) {
            return state == State.DOUBTFUL ? release() : change();
        }
        if (event instanceof Event.Blamed failure) {
            return isParking() ? change() : setAside(failure.reason(), false);
        }
        if (event instanceof Event.PauseOver pause) {
            return onPauseOver(pause);
        }
        if (event instanceof Event.Drained drain) {
            return state == State.DRAINED
                    ? change()
                    : enter(State.DRAINED, drain.reason()).change(new Action.Hold());
        }
        if (event instanceof Event.Undrained) {
            return state == State.DRAINED ? release() : change();
        }
        if (event instanceof Event.JobsGone) {
            return leftUntilNextJob().change();
        }
        throw new IllegalArgumentException("no event: " + event);
    }

    private HealthChange onUnreachable(Event.Unreachable failure) {
        if (!failure.hasJobs()) {
            return leftUntilNextJob().change();
        }
        return switch (state) {
            case HEALTHY, DOUBTFUL -> with(counts.onceMoreUnreachable()).unreachable(failure);
            case ASIDE -> {
                HostHealth probed = with(counts.onceMoreProbed(counts.isSlow));
                yield probed.change(probed.probePause());
            }
            case DRAINED -> change(); // somebody will undrain it
        };
    }

    private HealthChange unreachable(Event.Unreachable failure) {
        TransportException transport = failure.transport();
        boolean isForPeople = transport != null && isForPeople(transport.cause());
        if (counts.isOnTrial
                || counts.unreachable >= policy.transportFailures()
                || isForPeople
                || (transport != null && wasWaitedFor(transport.cause()))) {
            return setAside(failure.reason(), isForPeople);
        }
        HostHealth doubtful = state == State.HEALTHY ? enter(State.DOUBTFUL, failure.reason()) : this;
        return doubtful.change(new Action.Hold(), new Action.Pause(doubtful.retryPause(), doubtful.epoch));
    }

    private HealthChange onRefused(Event.JobRefused failure) {
        if (state != State.HEALTHY) {
            return change();
        }
        HostHealth refusing = with(counts.onceMoreRefused());
        return counts.isOnTrial || refusing.counts.refused >= policy.transportFailures()
                ? refusing.setAside(failure.reason(), false)
                : refusing.change();
    }

    private HealthChange onPauseOver(Event.PauseOver pause) {
        if (pause.epoch() != epoch) {
            return change();
        }
        return switch (state) {
            case DOUBTFUL -> release();
            case ASIDE ->
                pause.hasJobs()
                        ? change(new Action.Probe())
                        : leftUntilNextJob().change();
            case HEALTHY, DRAINED -> change(); // no pause begins there
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

    private HealthChange setAside(String why, boolean isSlow) {
        HostHealth aside = enter(State.ASIDE, why).with(counts.onceMoreProbed(isSlow));
        return aside.change(new Action.SetAside(why), aside.probePause());
    }

    private HealthChange release() {
        return enter(State.HEALTHY, "").change(new Action.Release());
    }

    /** Leaves a host that is set aside as it is until the next job comes, which is its trial. */
    private HostHealth leftUntilNextJob() {
        return state == State.ASIDE ? with(counts.trial()).enter(State.HEALTHY, "") : this;
    }

    private HostHealth enter(State next, String why) {
        return new HostHealth(policy, next, why, epoch + 1, counts);
    }

    private HostHealth with(FailureCounts changed) {
        return new HostHealth(policy, state, reason, epoch, changed);
    }

    private HealthChange change(Action... actions) {
        return new HealthChange(this, List.of(actions));
    }

    private Duration retryPause() {
        return RetryPauses.afterFailures(Math.max(counts.unreachable, counts.refused));
    }

    private Action probePause() {
        return new Action.Pause(RetryPauses.beforeProbe(counts.probes, counts.isSlow), epoch);
    }
}
