package pipeline.job.lifecycle;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a job in the table. Together the events are the job's life, {@code status + event -> status}, as a
 * pure function; what is not said here is refused.
 */
public enum JobEvent {
    /** A master or worker takes it to run it. */
    RESERVE,
    /** It ran and succeeded. */
    COMPLETE,
    /** It ran and failed. */
    FAIL,
    /** It ran and said that its item is to be left out. */
    SKIP,
    /** Its owner gives it back, or is dead. */
    RELEASE,
    /** Somebody wants it to run again, or after all. */
    RETRY,
    /** Somebody wants it to end, or not to begin. */
    CANCEL,
    /** Somebody wants it to be left out. */
    IGNORE,
    /** Somebody deletes what failed, so that it is added again and runs again. */
    CLEAR,
    /** Somebody deletes the record of what is over. */
    PURGE,
    /** A refresh deletes what the recipe's source has no longer. */
    DROP;

    /** Returns the statuses in which this may happen to a job. */
    public Set<JobStatus> from() {
        return switch (this) {
            case RESERVE -> Set.of(JobStatus.PENDING);
            case COMPLETE, FAIL, SKIP, RELEASE -> Set.of(JobStatus.RESERVED);
            case CANCEL -> Set.of(JobStatus.PENDING, JobStatus.RESERVED);
            case RETRY, PURGE -> Set.of(JobStatus.SUCCESS, JobStatus.ERROR, JobStatus.IGNORE);
            case IGNORE, DROP -> Set.of(JobStatus.PENDING, JobStatus.ERROR);
            case CLEAR -> Set.of(JobStatus.ERROR);
        };
    }

    /** Returns the status that follows; null if the job leaves the table. */
    public @Nullable JobStatus to() {
        return switch (this) {
            case RESERVE -> JobStatus.RESERVED;
            case COMPLETE -> JobStatus.SUCCESS;
            case FAIL, CANCEL -> JobStatus.ERROR;
            case RELEASE, RETRY -> JobStatus.PENDING;
            case SKIP, IGNORE -> JobStatus.IGNORE;
            case CLEAR, PURGE, DROP -> null;
        };
    }
}
