package pipeline.dispatch;

import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.rules.HaltRule;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.StopSignal;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.text.Plural;

/**
 * Why a run starts nothing more, or not this job: somebody stopped it, or a rule does. Confined to the dispatcher's loop,
 * but for {@link #stopped()} and {@link #failure()}.
 */
final class RunLimits {

    private final RunRules.Limit limit;
    private long started;
    private long asked;
    private long expected;
    private long failed;
    private long succeeded;
    private boolean isNews;
    private volatile @Nullable StopReason failure;
    private final StopSignal stopSignal = new StopSignal();

    /** Makes them at the start of a run. */
    RunLimits(RunRules.Limit limit) {
        this.limit = limit;
    }

    /** Notes that the run ends; returns whether that is news. */
    boolean stop(StopReason stopReason) {
        return stopSignal.give(stopReason);
    }

    /** Returns what others see by that the run has ended. */
    StopSignal stopSignal() {
        return stopSignal;
    }

    /** Returns why the run has ended; null while it goes on. May be called from any thread. */
    @Nullable
    StopReason stopped() {
        return stopSignal.reason();
    }

    /** Returns why the stop rule wants nothing more to be started; null if it does not apply. */
    @Nullable
    StopReason failure() {
        return failure;
    }

    /** Returns why a job must not be started; null if it may be. */
    @Nullable
    StopReason stopReason(QueuedJob job) {
        return stopReason(job.counted());
    }

    /**
     * Returns why a job must not be started; null if it may be.
     *
     * @param counted whether the job has been reserved before in this run
     */
    @Nullable
    StopReason stopReason(boolean counted) {
        StopReason stopped = stopped();
        if (stopped != null) {
            return stopped;
        }
        if (failure != null) {
            return failure;
        }
        return isReached() && !counted
                ? new StopReason(
                        Outcomes.Stop.MAX_CALLS,
                        "the run has started %s, as many as it may".formatted(Plural.of(started, "job")))
                : null;
    }

    /**
     * Returns why a gang must not be started; null if it may be.
     *
     * @param uncounted how many of its jobs have not been reserved before in this run
     */
    @Nullable
    StopReason stopReasonOfGang(long uncounted) {
        StopReason reason = stopReason(true);
        boolean isTooMany = limit.maxCalls().isPresent()
                && uncounted > 0
                && started + asked + uncounted > limit.maxCalls().getAsLong();
        return reason == null && isTooMany
                ? new StopReason(
                        Outcomes.Stop.MAX_CALLS,
                        "the run may start %d jobs, and has started %d: there is no room for the whole gang"
                                .formatted(limit.maxCalls().getAsLong(), started))
                : reason;
    }

    /** Returns why a job of a priority is left for another run; null if it is not. */
    @Nullable
    StopReason tooLow(int priority) {
        return limit.isTooLow(priority)
                ? new StopReason(
                        Outcomes.Stop.LESS_URGENT_LEFT,
                        "its priority %d is less urgent than %d"
                                .formatted(priority, limit.maxPriority().orElse(0)))
                : null;
    }

    /** Returns whether one more may be asked for; answers that are still to come may change that. */
    boolean mayAsk() {
        return limit.maxCalls().isEmpty()
                || isReached()
                || started + asked < limit.maxCalls().getAsLong();
    }

    /** Returns whether jobs on any machine may wait for an answer that is given to another one. */
    boolean isCounting() {
        return limit.maxCalls().isPresent();
    }

    /** Returns whether as many have been started as may be: what waits and was not started before must go. */
    boolean isReached() {
        return limit.maxCalls().isPresent() && started >= limit.maxCalls().getAsLong();
    }

    boolean hasStopRule() {
        return limit.halt().isPresent();
    }

    /** Returns whether one more end may be what the stop rule waits for. */
    boolean isCautious() {
        return mayStrikeWith(1);
    }

    /** Returns whether so many more ends may be what the stop rule waits for. */
    boolean mayStrikeWith(int ends) {
        return limit.halt()
                .filter(rule -> rule.applies(failed + ends, succeeded, expected)
                        || rule.applies(failed, succeeded + ends, expected))
                .isPresent();
    }

    /** Returns whether the stop rule wants jobs that run to be ended. */
    boolean endsWhatRuns() {
        return limit.halt().filter(rule -> rule.when() == HaltRule.When.NOW).isPresent();
    }

    /** Notes a job that is to run; not of those that were pulled, of which nobody knows how many there are. */
    void expect(QueuedJob job) {
        expected += job.batch().isPulled() ? 0 : 1;
    }

    void asked() {
        asked++;
    }

    /** Notes that an answer came, and whether the job was reserved. */
    void answered(QueuedJob job, boolean isReserved) {
        asked--;
        if (isReserved && !job.counted()) {
            started++;
        }
    }

    /** Notes how a job ended, for good; what is tried again has not ended, nor what somebody cancelled. */
    void ended(Outcome outcome) {
        switch (outcome.state()) {
            case SUCCEEDED -> succeeded++;
            case FAILED -> {
                if (!FailureMeaning.isStopped(outcome)) {
                    failed++;
                }
            }
            case SKIPPED -> {
                // It is left out of the count of successes and of failures alike.
            }
            case PARKED, IGNORED, NOT_STARTED -> {
                // It has not ended.
            }
        }
        HaltRule rule = limit.halt().orElse(null);
        if (rule != null && failure == null && stopped() == null && rule.applies(failed, succeeded, expected)) {
            failure = new StopReason(
                    Outcomes.Stop.HALTED,
                    "%s and %d succeeded, so --halt %s stops the run"
                            .formatted(Plural.of(failed, "job failed", "jobs failed"), succeeded, rule));
            isNews = true;
        }
    }

    /** Returns why the stop rule wants nothing more to be started, once; null if that is known or not so. */
    @Nullable
    StopReason takeFailure() {
        boolean wasNews = isNews;
        isNews = false;
        return wasNews ? failure : null;
    }
}
