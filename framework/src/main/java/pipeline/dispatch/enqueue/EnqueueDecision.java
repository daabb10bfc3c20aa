package pipeline.dispatch.enqueue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.RunRules;
import pipeline.store.JobRow;

/** What a call does with a job, as the job stands in the table when the call begins. */
public enum EnqueueDecision {
    /** It is over: its outcome comes from the table. */
    KEEP,
    /** It is pending. */
    RUN,
    /** It ended in an earlier run, and is made pending to be run once more. */
    RUN_AGAIN,
    /** Somebody runs it, whose outcome is waited for. */
    WAIT,
    /** It is less urgent than what this run does. */
    LEAVE;

    /**
     * Decides.
     *
     * @param runBegan when the first of the masters that share this run entered the table: what ended later belongs to
     *     this run, and is not repeated
     */
    static EnqueueDecision of(JobRow row, RunRules rules, Instant runBegan) {
        boolean isTooLow = rules.limit().isTooLow(row.priority());
        return switch (row.state().status()) {
            case PENDING -> isTooLow ? LEAVE : RUN;
            case RESERVED -> WAIT;
            case IGNORE -> row.isSkipped() ? ofDone(row, rules, isTooLow, runBegan) : KEEP;
            case SUCCESS -> ofDone(row, rules, isTooLow, runBegan);
            case ERROR -> {
                boolean isKept = rules.repeat().keepErrors() && !rules.repeat().fresh();
                yield isKept || isTooLow || isLater(row.state().completed(), runBegan) ? KEEP : RUN_AGAIN;
            }
        };
    }

    private static EnqueueDecision ofDone(JobRow row, RunRules rules, boolean isTooLow, Instant runBegan) {
        if (!rules.repeat().fresh() || isLater(row.state().completed(), runBegan)) {
            return KEEP;
        }
        return isTooLow ? LEAVE : RUN_AGAIN;
    }

    private static boolean isLater(@Nullable Instant completed, Instant runBegan) {
        return completed != null && completed.isAfter(runBegan);
    }
}
