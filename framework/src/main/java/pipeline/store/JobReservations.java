package pipeline.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import pipeline.store.query.QueryCondition;

/** The jobs of a run on their way: they come into the table, are reserved by members, and end. */
public interface JobReservations extends StoreClock {

    /**
     * Brings jobs into the table: those whose key is not there yet come in as pending, all at once.
     *
     * @return one row for each job, in the order of the submission
     */
    SubmittedJobs submit(Submission submission);

    /** Returns the jobs of a submission as they stand in the table, in its order; empty for those that are not there. */
    List<Optional<JobRow>> find(Submission submission);

    /**
     * Ends some reservations and makes others, in one transaction. A reservation is had if the job is pending and its
     * time has come; an ending counts only if its reservation still holds. Of an attempt that was cancelled an ending says
     * only that it is known to be over.
     */
    FinishAndReserveResult finishAndReserve(long member, List<Finish> endings, List<Long> wanted);

    /**
     * Pulls pending jobs whose time has come, the most urgent first: by priority, then time of schedule, then order in the
     * table. A member pulls from one thread at a time: where the database went away at the commit, the next try returns
     * what the former one has reserved.
     *
     * @param within which jobs may be pulled, such as those of a recipe, a job name and some hosts
     * @param most at least 1
     */
    List<ClaimedJob> claim(long member, QueryCondition within, int most);

    /**
     * Notes what jobs do. If a job was reserved since it was looked at, its new owner finds the note of that reservation.
     *
     * @param fingerprints of jobs that are to be run, that the caller has reserved, or whose success is accepted as it is
     */
    void note(Collection<FingerprintUpdate> fingerprints);

    /** Notes why pending jobs wait; an empty reason takes the note away. Returns how many were pending. */
    long park(Collection<Long> jobs, String reason);

    /**
     * Returns the jobs of a step that members after another one have started, those among them that are started no more.
     *
     * @param member all that came into the table later count
     */
    List<StartedJob> startedAfter(StepName step, long member);

    /** Returns the pending jobs of a step whose last attempt was lost: nobody knows how it ended, or whether it has. */
    List<StartedJob> abandoned(StepName step);
}
