package pipeline.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.identity.Fingerprint;

/**
 * The jobs of one step of a run, which come into the table together.
 *
 * @param submitter the member of the table that brings them
 * @param delay how long from now they may not be reserved; zero for at once
 */
public record Submission(StepName step, long submitter, Duration delay, List<NewJob> jobs) {
    public Submission {
        Objects.requireNonNull(step, "step is null");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, but was " + delay);
        }
        jobs = List.copyOf(jobs);
    }

    /**
     * Makes the submission of jobs that have no keys and priorities yet.
     *
     * @param priority for jobs that have none of their own
     * @throws IllegalArgumentException if the recipe gave two jobs one key
     */
    public static Submission of(StepName step, long submitter, Duration delay, int priority, List<ComputeJob> jobs) {
        return of(step, submitter, delay, priority, jobs, JobKey.ofEach(jobs), List.of());
    }

    /**
     * Makes the submission of jobs that have no priorities yet.
     *
     * @param priority for jobs that have none of their own
     * @param keys one for each job
     * @param fingerprints one for each job; none at all where the runner of the jobs finds them out
     */
    public static Submission of(
            StepName step,
            long submitter,
            Duration delay,
            int priority,
            List<ComputeJob> jobs,
            List<JobKey> keys,
            List<Fingerprint> fingerprints) {
        NewJob[] made = new NewJob[jobs.size()];
        for (int i = 0; i < made.length; i++) {
            OptionalInt own = jobs.get(i).priority();
            Fingerprint fingerprint = fingerprints.isEmpty() ? null : fingerprints.get(i);
            made[i] = new NewJob(jobs.get(i), keys.get(i), own.orElse(priority), fingerprint);
        }
        return new Submission(step, submitter, delay, List.of(made));
    }
}
