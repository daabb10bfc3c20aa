package pipeline.dispatch;

import org.jspecify.annotations.Nullable;
import pipeline.job.Outcomes;

/**
 * Why a run starts nothing more, or not this job: somebody stopped it, or a rule does. Confined to the dispatcher's loop,
 * but for {@link #stopped()} and {@link #failure()}.
 */
final class Limits {

    private final RunRules.Limit limit;
    private long started;
    private long asked;
    private volatile @Nullable Refusal failure;
    private volatile @Nullable Refusal stopped;

    Limits(RunRules.Limit limit) {
        this.limit = limit;
    }

    /** Takes note that the run ends; tells whether that is news. */
    boolean stop(Refusal refusal) {
        if (stopped != null) {
            return false;
        }
        stopped = refusal;
        return true;
    }

    /** Gives why the run has ended; null while it goes on. May be called from any thread. */
    @Nullable
    Refusal stopped() {
        return stopped;
    }

    /** Gives the failure after which nothing is started; null if there was none, or the run goes on. */
    @Nullable
    Refusal failure() {
        return failure;
    }

    /** Gives why a job must not be started; null if it may be. */
    @Nullable
    Refusal refusal(PlacedJob job) {
        if (stopped != null) {
            return stopped;
        }
        if (failure != null) {
            return failure;
        }
        return isReached() && !job.counted()
                ? new Refusal(
                        Outcomes.Stop.MAX_CALLS, "the run has started %d jobs, as many as it may".formatted(started))
                : null;
    }

    /** Gives why a job of a priority is left for another run; null if it is not. */
    @Nullable
    Refusal tooLow(int priority) {
        return limit.isTooLow(priority)
                ? new Refusal(
                        Outcomes.Stop.LESS_URGENT_LEFT,
                        "its priority %d is less urgent than %d"
                                .formatted(priority, limit.maxPriority().orElse(0)))
                : null;
    }

    /** Tells whether one more may be asked for; answers that are still to come may change that. */
    boolean mayAsk() {
        return limit.maxCalls().isEmpty()
                || isReached()
                || started + asked < limit.maxCalls().getAsLong();
    }

    /** Tells whether jobs on any machine may wait for an answer that is given to another one. */
    boolean isCounting() {
        return limit.maxCalls().isPresent();
    }

    /** Tells whether as many have been started as may be: what waits and was not started before must go. */
    boolean isReached() {
        return limit.maxCalls().isPresent() && started >= limit.maxCalls().getAsLong();
    }

    /** Tells whether the first failure ends the run: then nothing starts while the end of a job is not known. */
    boolean isCautious() {
        return !limit.keepGoing();
    }

    void asked() {
        asked++;
    }

    /** Takes note that an answer came, and whether the job was reserved. */
    void answered(PlacedJob job, boolean isReserved) {
        asked--;
        if (isReserved && !job.counted()) {
            started++;
        }
    }

    /** Takes note of a failure; tells whether nothing may be started from now on. */
    boolean failed(PlacedJob job) {
        if (limit.keepGoing() || failure != null) {
            return false;
        }
        failure = new Refusal(
                Outcomes.Stop.FIRST_FAILURE,
                "job %d on %s failed, and the run does not keep going".formatted(job.number(), job.host()));
        return true;
    }
}
