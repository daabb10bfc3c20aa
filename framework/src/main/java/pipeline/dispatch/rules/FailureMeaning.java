package pipeline.dispatch.rules;

import pipeline.job.FailureKind;

/** What a failed attempt means for the run; the one place that decides by the kind of a failure. */
public enum FailureMeaning {
    /** The job failed by itself: it counts, and another attempt may help. */
    OWN,
    /** The way to its host failed: the job runs again, and that takes nothing from its retries. */
    HOST,
    /** Somebody ended it: it is as if it had not been started. */
    STOPPED,
    /** Nobody knows what the job would have done: it counts, and is not tried again. */
    UNKNOWN;

    public static FailureMeaning of(FailureKind kind) {
        return switch (kind) {
            case PROGRAM, SETUP, TIMEOUT, OUTPUT -> OWN;
            case CONNECTION -> HOST;
            case CANCELLED -> STOPPED;
            case LOST, INTERNAL -> UNKNOWN;
        };
    }
}
