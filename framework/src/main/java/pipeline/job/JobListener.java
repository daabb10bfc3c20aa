package pipeline.job;

import java.util.function.Consumer;

/**
 * Watches the jobs of one call while they run.
 *
 * <p>Starts and ends are reported one after the other on a thread of their own. Output is reported on the threads that read from
 * the hosts: of one job in order and before its end, of different jobs at the same time; a listener that blocks there holds
 * back its host and nothing else. The jobs go on when a method throws; the recipe's error flag is set then, and the log says why.
 *
 * <p>A listener may add jobs to what a recipe has submitted. It cannot call {@code scheduleJobs} or wait for outcomes: its thread is one
 * of those that bring them. A listener that waits for all jobs of
 * a call to have started must count their ends too: jobs that are kept from an earlier run never start.
 *
 * <pre>{@code
 * scheduleJobs(jobs, 4, new JobListener() {
 *     @Override
 *     public void ended(Outcome outcome) {
 *         logger().info("{} ended: {}", outcome.job(), outcome.state());
 *     }
 * });
 * }</pre>
 */
public interface JobListener {

    /** A listener that does nothing. */
    JobListener NONE = new JobListener() {};

    /**
     * Returns a listener that hears of the ends of jobs.
     *
     * @param action is called as {@link #ended} is
     */
    static JobListener onEnded(Consumer<Outcome> action) {
        return new JobListener() {
            @Override
            public void ended(Outcome outcome) {
                action.accept(outcome);
            }
        };
    }

    /**
     * The job is about to start on its host; once for each attempt, and not at all for a job that is kept from an earlier run,
     * parked or not started.
     *
     * @param number its number in this run, from 1
     */
    default void started(ComputeJob job, long number) {}

    /**
     * An attempt is over that was not the end of the job: it waits for the next one, or for its host.
     *
     * @param number as it was reported when the attempt started
     */
    default void waits(ComputeJob job, long number) {}

    /**
     * The job printed to standard output.
     *
     * @param bytes a line without its end, or a piece of a line that is very long or lacks its end
     * @param endOfLine whether a line end followed
     */
    default void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {}

    /**
     * The job has its outcome, and the records of its node program are in. Reported once for each job of the call, also for those
     * that were kept from an earlier run, whose outcomes come from the job table before anything starts.
     */
    default void ended(Outcome outcome) {}
}
