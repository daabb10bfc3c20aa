package pipeline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.identity.Fingerprint;
import pipeline.job.lifecycle.JobStatus;

/**
 * A job as it stands in the table. Times are the store's.
 *
 * @param id its number in this table, from 1
 * @param position its place in its call, from 0
 * @param job what to run where, with its key, label and priority
 * @param attempts how often it was started
 * @param state where it stands, and since when
 * @param ending how its last attempt ended; null unless the status is success or error, or the job said that its item is to be left out
 * @param reservation who has it, or had it last; null if nobody ever had
 * @param fingerprint what it would do, or did if it is a success; null where that was never noted
 */
public record JobRow(
        long id,
        StepName step,
        int position,
        JobKey key,
        ComputeJob job,
        int priority,
        int attempts,
        State state,
        @Nullable End ending,
        @Nullable Reserved reservation,
        @Nullable Fingerprint fingerprint) {

    /** Returns whether the job ran and said that its item is to be left out; one that people left out is ignored too, but did not. */
    public boolean isSkipped() {
        return state.status() == JobStatus.IGNORE && ending != null;
    }

    /**
     * Where a job stands.
     *
     * @param reason why a pending job waits (its host cannot be reached), or why it is ignored; empty if nothing is said
     * @param resubmitted when somebody last asked for it to run again
     */
    public record State(
            JobStatus status,
            Instant created,
            Instant scheduled,
            @Nullable Instant reserved,
            @Nullable Instant completed,
            @Nullable Instant resubmitted,
            String reason) {}

    /**
     * How the last attempt ended.
     *
     * @param duration in seconds; null if it is not known
     * @param result what a node program returned, as JSON; null if nothing
     * @param kind null if it did not fail
     * @param exitCode the program's own, 0 for a success; null if it is not known
     * @param message at most 2047 characters, empty for a success
     * @param stack whole; null if there is none
     * @param outputs what the declared outputs were like when the job had ended, as JSON; null where that was not noted
     */
    public record End(
            @Nullable Double duration,
            @Nullable String result,
            @Nullable FailureKind kind,
            @Nullable Integer exitCode,
            String message,
            @Nullable String stack,
            @Nullable String outputs) {}

    /**
     * Who reserved it.
     *
     * @param number grows with each reservation of the job
     * @param owner the member of the table
     * @param pid of the owner's process on its machine
     * @param connectionId the database's own number for the owner's connection; 0 where it has none
     * @param version of the owner's code; empty if it is not known
     */
    public record Reserved(long number, long owner, String user, long pid, long connectionId, String version) {}
}
