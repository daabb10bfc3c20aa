package pipeline.dispatch;

import pipeline.job.ComputeJob;
import pipeline.job.Outcome;

/**
 * Watches the jobs of one call while they run.
 *
 * <p>Methods are called on the threads that read from the hosts, for one job in order, for different jobs at the same
 * time. A method that blocks holds back the output of its host and nothing else; one that throws only earns a warning.
 */
public interface JobListener {

    /** A listener that does nothing. */
    JobListener NONE = new JobListener() {};

    /**
     * The job is about to start on its host.
     *
     * @param number its number in this run, from 1
     */
    default void started(ComputeJob job, long number) {}

    /**
     * The job printed to standard output.
     *
     * @param bytes a line without its end, or a piece of a line that is very long or lacks its end
     * @param endOfLine whether a line end followed
     */
    default void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {}

    /** The job has ended, and the records of its node program are in. */
    default void ended(Outcome outcome) {}
}
