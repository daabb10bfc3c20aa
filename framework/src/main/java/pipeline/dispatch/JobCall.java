package pipeline.dispatch;

import java.util.List;
import java.util.function.Predicate;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** The jobs of one step of a run, which may come one after the other while others run already. Thread-safe. */
public interface JobCall {

    /**
     * Checks that jobs can be run.
     *
     * @throws Exception if they cannot, as {@link #add} throws it
     */
    void check(List<ComputeJob> jobs) throws Exception;

    /**
     * Brings jobs into the table and on their way, and returns; their outcomes are reported to the listener of the call.
     *
     * @param provenance where the jobs come from
     * @throws Exception if they cannot be run at all; none of them has been started then
     */
    void add(List<ComputeJob> jobs, Provenance provenance) throws Exception;

    /**
     * Ends jobs, and keeps those that wait from starting. They count as failed, kind cancelled; what has ended stays as it is.
     *
     * @param reason stands in the outcomes and in the table
     */
    void cancel(Predicate<ComputeJob> meant, String reason);

    /**
     * Blocks until each job that was added so far has an outcome.
     *
     * @return one for each job, in the order in which they were added
     * @throws InterruptedException if the thread is interrupted; the jobs go on
     */
    Outcomes await() throws InterruptedException;
}
