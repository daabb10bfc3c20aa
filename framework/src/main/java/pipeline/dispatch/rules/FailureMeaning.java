package pipeline.dispatch.rules;

import org.jspecify.annotations.Nullable;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;

/**
 * What a failed attempt means for the run: the one place that decides by the kind of a failure whether it counts and whether the job
 * is tried again. What it may say against its host, {@link pipeline.dispatch.attempt.HostFailureKind} says.
 */
public enum FailureMeaning {
    /** The job failed by itself: it counts, and another attempt may help. */
    OWN,
    /** The way to its host failed: the job runs again, and that takes nothing from its retries. */
    HOST,
    /** Somebody ended it: it is as if it had not been started. */
    STOPPED,
    /** Nobody knows what the job would have done: it counts, and is not tried again. */
    UNKNOWN;

    /** Returns whether an attempt was ended by somebody; null, which is no kind, says that it was not. */
    public static boolean isStopped(@Nullable FailureKind kind) {
        return kind != null && of(kind) == STOPPED;
    }

    /** Returns whether somebody ended the job of an outcome. */
    public static boolean isStopped(Outcome outcome) {
        return isStopped(outcome.failure().map(Failure::kind).orElse(null));
    }

    /** Returns what failures of a kind mean. */
    public static FailureMeaning of(FailureKind kind) {
        return switch (kind) {
            case PROGRAM, SETUP, TIMEOUT, OUTPUT -> OWN;
            case CONNECTION -> HOST;
            case CANCELLED -> STOPPED;
            case LOST, INTERNAL -> UNKNOWN;
        };
    }
}
