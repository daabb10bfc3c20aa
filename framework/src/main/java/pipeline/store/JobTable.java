package pipeline.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.query.Condition;
import pipeline.store.query.Field;
import tools.jackson.databind.node.ObjectNode;

/**
 * The job table: every job of every recipe, shared safely by several masters and workers, and open to anyone's queries.
 * Thread-safe. All times are the store's clock, to the millisecond.
 *
 * <p>Every method may throw {@link StoreException}; a database that cannot be used is waited for first, for as long as whoever
 * opened the table can wait. A table that was opened for reading refuses every change with it.
 */
public interface JobTable extends AutoCloseable {

    /** Gives the store's time. */
    Instant now();

    /** Gives one line for people that says which table this is, without user and password. */
    String describe();

    /**
     * Tells whether only one master or worker at a time may use the table, so that it cannot be shared: it is in memory, or
     * its file lies on NFS.
     */
    boolean isForOneOnly();

    // masters and workers

    /**
     * Enters a process into the table; who is dead, as {@link #freeOrphans} has it, is found to be so first.
     *
     * @return its number, from 1
     * @throws JobNameInUseException if it is a master, another master of its job name lives, and not both of them share
     */
    long enter(NewMember member, Duration orphanAfter) throws JobNameInUseException;

    /** Says that a member lives; long writes do not hold it up: on a server it has its own connection, on SQLite fair turns. */
    HeartbeatReply beat(long member);

    /** Takes a member out; what it has reserved is pending again. */
    void leave(long member);

    /** Gives members in the order in which they came, those that have ended only if asked for. */
    List<MemberRow> members(boolean withEnded);

    /** Asks members to end at their next heartbeat; gives how many of them live and had not been asked before. */
    long askToEnd(Collection<Long> members);

    /** The number of no member. */
    long NOBODY = 0;

    /**
     * Takes reservations back whose owner is dead: a process of this machine and boot that is gone, or one of another machine
     * that is silent for longer than {@code orphanAfter}. A process of this machine that is there is not dead, however long
     * it was silent. Priority, times of creation and attempts stay. Costs only a look if nobody is dead.
     *
     * @param caller the member that asks, which is not dead; {@link #NOBODY} if it is none
     * @param orphanAfter zero: only those of this machine whose process is gone
     * @return how many jobs were freed
     */
    long freeOrphans(long caller, Duration orphanAfter);

    /** Takes reservations back for somebody who is no member. */
    default long freeOrphans(Duration orphanAfter) {
        return freeOrphans(NOBODY, orphanAfter);
    }

    // jobs on their way

    /**
     * Sees to it that jobs are in the table: those whose key is not there yet come in as pending, all at once.
     *
     * @return one row for each job, in the order of the batch
     */
    SubmittedJobs enroll(Submission batch);

    /**
     * Ends some reservations and makes others, in one transaction. A reservation is had if the job is pending and its
     * time has come; an ending counts only if its reservation still holds. Of an attempt that was cancelled an ending says
     * only that it is known to be over.
     */
    FinishAndReserveResult exchange(long member, List<Finish> endings, List<Long> wanted);

    /**
     * Pulls pending jobs whose time has come, the most urgent first: by priority, then time of schedule, then order in the
     * table. A member pulls from one thread at a time: where the database went away at the commit, what it has reserved of
     * what it tried to pull is given by the next try.
     *
     * @param within which jobs may be pulled, such as those of a recipe, a job name and some hosts
     * @param most at least 1
     */
    List<ClaimedJob> claim(long member, Condition within, int most);

    /**
     * Notes what jobs do. Whoever finds that a job was reserved since it was looked at finds the note of that reservation.
     *
     * @param fingerprints of jobs that are to be run, that the caller has reserved, or whose success is accepted as it is
     */
    void note(Collection<FingerprintUpdate> fingerprints);

    /**
     * Gives the jobs of a step that members after another one have started, those among them that are started no more.
     *
     * @param member all that came into the table later count
     */
    List<StartedJob> startedAfter(StepName step, long member);

    /** Gives the pending jobs of a step of which nobody knows how their last attempt ended, or whether it has. */
    List<StartedJob> abandoned(StepName step);

    /** Notes why pending jobs wait; an empty reason takes the note away. Gives how many were pending. */
    long park(Collection<Long> jobs, String reason);

    // changes by people

    /**
     * Lets something happen to all jobs that are meant and to which it may happen. {@link JobEvent#RETRY},
     * {@link JobEvent#CANCEL}, {@link JobEvent#IGNORE}, {@link JobEvent#CLEAR} and {@link JobEvent#PURGE} are for this;
     * attempts go with their deleted job only. Whoever runs a job that is cancelled has no reservation any more; the attempt
     * counts as lost until its owner, or somebody else who asked its host, gives an ending of it.
     *
     * <p>Many jobs are changed a thousand at a time, so that others have their turn; what is done when that breaks off stays done.
     *
     * @param reason stands in the table for {@link JobEvent#IGNORE} and {@link JobEvent#CANCEL}; empty if there is nothing to
     *     say
     * @throws IllegalArgumentException for the other events
     */
    ChangeResult change(JobEvent event, Condition within, String reason);

    /** Lets something happen to all jobs that are meant at once, or to none if it may not happen to one of them. */
    ChangeResult changeAllOrNone(JobEvent event, Condition within, String reason);

    /** Sets the priority of jobs, whatever their status; gives how many were changed. */
    long setPriority(int priority, Condition within);

    /**
     * Deletes pending and failed jobs of a step that are older than {@code staleAfter} and whose key is not wanted any
     * more, if they fit the condition.
     *
     * @param wanted hashes of keys
     */
    long drop(StepName step, Set<String> wanted, Duration staleAfter, Condition within);

    /** Deletes finished jobs beyond a retention; gives how many. */
    long prune(RetentionLimits retention);

    /** Gives how many bytes the tables take, as far as the database says. */
    long size();

    /** Writes the tables anew, so that they take no more room than they need; whoever writes meanwhile waits for it. */
    void compact();

    // hosts

    /**
     * Says that hosts get nothing new until they are undrained; what is said of a host again takes the place of what was
     * said before.
     *
     * @param jobName of the runs that are meant; empty for all
     * @param reason empty if there is nothing to say
     * @return how many hosts that are
     */
    long drain(Collection<String> hosts, String jobName, ProcessIdentity who, String reason);

    /**
     * Takes back what {@link #drain} said of hosts and the same job name; gives how many had been drained so.
     */
    long undrain(Collection<String> hosts, String jobName);

    /** Gives what is drained, by host and job name. */
    List<DrainedHost> drains();

    // reading

    /** Gives jobs by their numbers, in the order of the numbers; those that are not there are left out. */
    List<JobRow> jobs(Collection<Long> ids);

    /** Gives the jobs of a batch as they stand in the table, in the order of the batch; empty for those that are not there. */
    List<Optional<JobRow>> find(Submission batch);

    /** Gives a job by its number. */
    default Optional<JobRow> get(long id) {
        return jobs(List.of(id)).stream().findFirst();
    }

    /**
     * Waits until a job is neither pending nor reserved.
     *
     * @throws TimeoutException if that takes longer
     */
    default Optional<JobRow> await(long id, Duration limit) throws InterruptedException, TimeoutException {
        return JobEndWaiter.forEnd(this, id, limit);
    }

    /** Gives the attempts at a job, the first one first. */
    List<AttemptRow> attempts(long job);

    /** Gives the last attempt at each of these jobs, in the order of the numbers; jobs without any are left out. */
    List<AttemptRow> lastAttempts(Collection<Long> jobs);

    /**
     * Gives how long the jobs of a recipe with the same program took that succeeded, of those that came into the table last:
     * not more than {@code most}, the last one first, and only as far back as costs little.
     */
    List<Duration> successDurations(String recipe, String program, int most);

    /** Counts jobs by where they stand, for each job name and recipe, in the order of their names. */
    List<Progress> progress(Condition within);

    /** Counts jobs by status. */
    Map<JobStatus, Long> count(Condition within);

    /**
     * Gives records of jobs, by number, one by one and without holding up writers.
     *
     * @param keys what a record holds; the job's number always comes first
     * @param most how many at most; null for all
     */
    void query(Condition where, List<Field> keys, @Nullable Long most, Consumer<ObjectNode> sink);

    /** Gives records of members as {@code query} does for jobs; in the order of a field, or of the number. */
    List<ObjectNode> connections(Condition where, Field order, boolean descending, Duration silentAfter);

    /**
     * Waits no longer than a few seconds, all in all, for a database that cannot be used, from now on and for those who wait
     * already: whoever uses the table is about to end.
     */
    void hurry();

    @Override
    void close();
}
