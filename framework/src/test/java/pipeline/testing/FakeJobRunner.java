package pipeline.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** Gives each job the outcome that the test decides, on the calling thread and without any host. */
public final class FakeJobRunner implements JobRunner {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Function<ComputeJob, Outcome> decide;
    private final List<ComputeJob> jobs = Collections.synchronizedList(new ArrayList<>());
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final List<Provenance> provenances = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> limits = Collections.synchronizedList(new ArrayList<>());

    public FakeJobRunner(Function<ComputeJob, Outcome> decide) {
        this.decide = decide;
    }

    /** Every job succeeds. */
    public static FakeJobRunner succeeding() {
        return new FakeJobRunner(FakeJobRunner::success);
    }

    public static Outcome success(ComputeJob job) {
        return Outcome.succeeded(job, attempt(), null);
    }

    public static Outcome failure(ComputeJob job, String message) {
        return Outcome.failed(job, attempt(), new Failure(FailureKind.PROGRAM, 1, message));
    }

    public static Attempt attempt() {
        return new Attempt(NUMBERS.incrementAndGet(), 1, Instant.EPOCH, Duration.ZERO, null, null);
    }

    @Override
    public Outcomes run(
            String step, List<ComputeJob> call, int maxPerNode, JobListener listener, Provenance provenance) {
        provenances.add(provenance);
        jobs.addAll(call);
        steps.add(step);
        limits.add(maxPerNode);
        List<Outcome> outcomes = new ArrayList<>();
        for (ComputeJob job : call) {
            Outcome outcome = decide.apply(job);
            outcome.attempt().ifPresent(attempt -> listener.started(job, attempt.number()));
            listener.ended(outcome);
            outcomes.add(outcome);
        }
        return Outcomes.of(outcomes, Outcomes.Stop.ALL_DONE);
    }

    @Override
    public JobCall open(String step, int maxPerNode, JobListener listener) {
        return new BlockingCall(this, step, maxPerNode, listener);
    }

    /** Returns the jobs of all calls. */
    public List<ComputeJob> jobs() {
        return List.copyOf(jobs);
    }

    /** Returns where the jobs of each call came from. */
    public List<Provenance> provenances() {
        return List.copyOf(provenances);
    }

    /** Returns the name of each call. */
    public List<String> steps() {
        return List.copyOf(steps);
    }

    /** Returns the limit of each call. */
    public List<Integer> limits() {
        return List.copyOf(limits);
    }
}
