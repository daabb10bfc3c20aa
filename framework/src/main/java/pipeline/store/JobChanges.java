package pipeline.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import pipeline.job.lifecycle.JobEvent;
import pipeline.store.query.QueryCondition;

/** What people, refreshes and retention change: many jobs at once, drained hosts, the space that the table takes. */
public interface JobChanges {

    /**
     * Lets something happen to all jobs that are meant and to which it may happen: {@link JobEvent#RETRY},
     * {@link JobEvent#CANCEL}, {@link JobEvent#IGNORE}, {@link JobEvent#CLEAR} or {@link JobEvent#PURGE}. Attempts go with
     * their deleted job only. The owner of a job that is cancelled has no reservation any more; the attempt counts as lost
     * until its owner, or somebody else who asked its host, reports its end.
     *
     * <p>Many jobs are changed a thousand at a time, so that others have their turn; what is done when that breaks off stays done.
     *
     * @param reason stands in the table for {@link JobEvent#IGNORE} and {@link JobEvent#CANCEL}; empty if there is nothing to
     *     say
     * @throws IllegalArgumentException for the other events
     */
    ChangeResult change(JobEvent event, QueryCondition within, String reason);

    /** Lets something happen to all jobs that are meant at once, or to none if it may not happen to one of them. */
    ChangeResult changeAllOrNone(JobEvent event, QueryCondition within, String reason);

    /** Sets the priority of jobs, in every status; returns how many were changed. */
    long setPriority(int priority, QueryCondition within);

    /**
     * Deletes pending and failed jobs of a step that are older than {@code staleAfter} and whose key is not wanted any
     * more, if they fit the condition.
     *
     * @param wanted hashes of keys
     * @return how many were deleted
     */
    long drop(StepName step, Set<String> wanted, Duration staleAfter, QueryCondition within);

    /** Deletes finished jobs beyond the limits; returns how many. */
    long prune(RetentionLimits limits);

    /**
     * Drains hosts: they get nothing new until they are undrained. A host that is drained already gets the new reason.
     *
     * @param jobName of the runs that are meant; empty for all
     * @param reason empty if there is nothing to say
     * @return how many hosts that are
     */
    long drain(Collection<String> hosts, String jobName, ProcessIdentity who, String reason);

    /** Takes {@link #drain} of hosts and the same job name back; returns how many had been drained so. */
    long undrain(Collection<String> hosts, String jobName);

    /** Returns how many bytes the tables take, as far as the database says. */
    long size();

    /** Rewrites the tables, so that they take no more space than they need; writers wait for it. */
    void compact();
}
