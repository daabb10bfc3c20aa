package pipeline.dispatch;

import java.util.Optional;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.rules.HaltRule;
import pipeline.job.Outcome;

/** Counts the ends of jobs until the rule strikes that ends the run. Confined to the dispatcher's loop. */
final class HaltCounter {

    private final Optional<HaltRule> rule;
    private long jobs;
    private long failed;
    private long succeeded;

    HaltCounter(Optional<HaltRule> rule) {
        this.rule = rule;
    }

    boolean hasRule() {
        return rule.isPresent();
    }

    /** Notes a job that is to run; not of those that were pulled, of which nobody knows how many there are. */
    void expect(QueuedJob job) {
        jobs += job.batch().isPulled() ? 0 : 1;
    }

    /** Notes how a job ended; what is tried again has not ended, nor what somebody cancelled. */
    void ended(Outcome outcome) {
        switch (outcome.state()) {
            case SUCCEEDED -> succeeded++;
            case FAILED -> {
                if (outcome.failure().stream()
                        .noneMatch(failure -> FailureMeaning.of(failure.kind()) == FailureMeaning.STOPPED)) {
                    failed++;
                }
            }
            case PARKED, IGNORED, NOT_STARTED -> {
                // It has not ended.
            }
        }
    }

    /** Returns whether the rule strikes. */
    boolean strikes() {
        return rule.isPresent() && rule.get().strikes(failed, succeeded, jobs);
    }

    /** Returns whether the rule may strike with the ends of so many more jobs. */
    boolean mayStrikeWith(int ends) {
        return rule.isPresent()
                && (rule.get().strikes(failed + ends, succeeded, jobs)
                        || rule.get().strikes(failed, succeeded + ends, jobs));
    }

    /** Returns whether jobs that run are to be ended when the rule strikes. */
    boolean endsWhatRuns() {
        return rule.filter(known -> known.when() == HaltRule.When.NOW).isPresent();
    }

    /** Returns in words why the rule strikes. */
    String reason() {
        return "%s %s and %d succeeded, so %s stops the run"
                .formatted(
                        failed,
                        failed == 1 ? "job failed" : "jobs failed",
                        succeeded,
                        rule.map(known -> "--halt " + known).orElse("nothing"));
    }
}
