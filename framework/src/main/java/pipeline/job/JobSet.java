package pipeline.job;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The jobs of one step that a recipe has submitted: their outcomes come as the jobs end, and more jobs may follow from them while
 * others run. Thread-safe. All else is as with {@code scheduleJobs}: the job table, the limit per host, the error flag.
 *
 * <p>Each outcome is handed out once, whether by {@link #next}, by iterating or by {@link #stream()}; a {@link JobListener} given to
 * {@code submit} hears of all. The set is over, and takes no more jobs, when {@link #await()} returns or iterating comes to the end.
 * A recipe that returns before that is waited for; one that throws has its jobs ended.
 *
 * <p>A job that follows from an outcome says so with {@link ComputeJob#after(Outcome...)}: then it is found again in the next run,
 * and runs again if that outcome changed. Once outcomes of a set have been handed out and until it is over, jobs that say nothing of the kind are
 * refused, also if they are for another set or call.
 *
 * <pre>{@code
 * JobSet calibrated = submit("calibrate", jobs);
 * JobSet images = submit("image", List.of());
 * for (Outcome outcome : calibrated) {
 *     if (outcome.isSuccess()) {
 *         images.add(ComputeJob.command(outcome.job().host(), "image").after(outcome));
 *     }
 * }
 * Outcomes all = images.await();
 * }</pre>
 */
public interface JobSet extends Iterable<Outcome> {

    /** Returns the name of the step, which the jobs have in the job table. */
    String step();

    /**
     * Adds jobs to the same step; they start as soon as there is room. May be called by a {@link JobListener}.
     *
     * @return this set
     * @throws RuntimeException if the jobs cannot be run at all, such as for a host that nobody knows
     * @throws IllegalStateException if the set is over, or a job does not say from which outcomes it follows and has to
     */
    JobSet add(List<ComputeJob> jobs);

    /** Adds one job; the same as {@link #add(List)} otherwise. */
    default JobSet add(ComputeJob job) {
        return add(List.of(job));
    }

    /** Returns how many jobs there are so far. */
    int size();

    /** Returns how many jobs have no outcome yet. */
    int open();

    /**
     * Returns the next outcome, in the order in which jobs end; waits for one.
     *
     * @param limit how long to wait at most; zero returns at once
     * @return empty if none came within the limit, or if all jobs have ended and all outcomes are handed out
     * @throws InterruptedException if the thread is interrupted, as it is when somebody ends the run; the jobs go on
     */
    Optional<Outcome> next(Duration limit) throws InterruptedException;

    /**
     * Iterates over the outcomes in the order in which jobs end, and waits for each; ends when all jobs have ended, those included that
     * were added meanwhile. If the thread is interrupted, the iterator throws an exception whose cause is the {@link InterruptedException}.
     */
    @Override
    Iterator<Outcome> iterator();

    /** Returns the outcomes as {@link #iterator()} has them. */
    default Stream<Outcome> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.NONNULL), false);
    }

    /**
     * Ends a job wherever it is, as {@code jobs cancel} does; its outcome is a failure of the kind
     * {@link FailureKind#CANCELLED} and sets the error flag. One that has ended stays as it is.
     */
    void cancel(ComputeJob job);

    /** Ends all jobs that have not ended; the same as {@link #cancel(ComputeJob)} otherwise. */
    void cancel();

    /**
     * Waits until all jobs have ended.
     *
     * @return one outcome for each job, in the order in which the jobs were added, handed out before or not
     * @throws InterruptedException if the thread is interrupted; the jobs go on
     */
    Outcomes await() throws InterruptedException;
}
