package pipeline.job;

/**
 * Watches the jobs of one call while they run.
 *
 * <p>Starts and ends are told one after the other on a thread of their own. Output is told on the threads that read from
 * the hosts: of one job in order and before its end, of different jobs at the same time; a listener that blocks there holds
 * back its host and nothing else. A method that throws only earns a warning.
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
