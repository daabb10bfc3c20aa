package pipeline.recipe.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.recipe.SchedulingException;
import pipeline.recipe.spi.JobSubmission;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.StepListener;

/** Sends the jobs of a recipe on their way, each call as a step with a name. Thread-safe. */
final class JobScheduler implements JobSubmission, AutoCloseable {

    private final JobRunner runner;
    private final RunOutcomes outcomes;
    private final SourceGuard guard;
    private final boolean isStep;
    private final StepListener stepListener;
    private final ListenerGuard listeners;
    private final DryRunPrinter printer;
    private final OpenJobSets submitted;
    private final StepNames steps = new StepNames();
    private final AtomicInteger scheduled = new AtomicInteger();

    /** Makes it for a run: the recipe of a step goes on in a dry run where all jobs of a call are done. */
    JobScheduler(
            RecipeContext context,
            RunOutcomes outcomes,
            ListenerGuard listeners,
            RunEnvironment environment,
            SourceGuard guard) {
        this.guard = guard;
        this.isStep = environment.isStep();
        this.runner = context.scheduling().runner();
        this.stepListener = context.scheduling().steps();
        this.outcomes = outcomes;
        this.listeners = listeners;
        this.printer = new DryRunPrinter(context, environment.planned());
        this.submitted = new OpenJobSets(context.scheduling(), outcomes, listeners, printer, scheduled);
    }

    @Override
    public Outcomes schedule(List<ComputeJob> jobs, int maxPerNode, JobListener listener) throws InterruptedException {
        guard.refuse("scheduleJobs");
        return runStep(steps.next(), jobs, maxPerNode, listener);
    }

    @Override
    public Outcomes schedule(String name, List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException {
        guard.refuse("scheduleJobs");
        return runStep(steps.next(name), jobs, maxPerNode, listener);
    }

    private Outcomes runStep(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException {
        listeners.refuseInside();
        checkMaxPerNode(maxPerNode);
        submitted.refuseUnknownOrigins(jobs);
        scheduled.addAndGet(jobs.size());
        Provenance provenance = outcomes.provenance();
        printer.check(jobs, maxPerNode);
        if (printer.isDryRun()) {
            Outcomes kept = printer.printOrKeep(step, jobs, provenance, isStep).orElseThrow(DryRunEnd::new);
            outcomes.ended(step, kept);
            return kept;
        }
        if (jobs.isEmpty()) {
            stepListener.ended(step, provenance.identity(), Map.of(), List.of());
            return Outcomes.of(List.of(), Outcomes.Stop.ALL_DONE);
        }
        Outcomes ended = send(step, jobs, maxPerNode, outcomes.noting(listeners.guarding(listener)), provenance);
        outcomes.ended(step, ended);
        return ended;
    }

    private Outcomes send(
            String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
            throws InterruptedException {
        try {
            return runner.run(step, jobs, maxPerNode, listener, provenance);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failure(e);
        }
    }

    @Override
    public JobSet submit(List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        guard.refuse("submit");
        return submitStep(steps.next(), jobs, maxPerNode, listener);
    }

    @Override
    public JobSet submit(String name, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        guard.refuse("submit");
        return submitStep(steps.next(name), jobs, maxPerNode, listener);
    }

    private JobSet submitStep(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        checkMaxPerNode(maxPerNode);
        printer.check(jobs, maxPerNode);
        return submitted.submit(step, jobs, maxPerNode, listener);
    }

    /** Waits for the submitted jobs that are still open when the recipe has returned. */
    void awaitSubmitted() throws InterruptedException {
        submitted.awaitAll();
    }

    /** Takes no more jobs. */
    @Override
    public void close() {
        submitted.close();
    }

    /** Returns the number of jobs of all calls so far. */
    int scheduled() {
        return scheduled.get();
    }

    private static void checkMaxPerNode(int maxPerNode) {
        if (maxPerNode < 1) {
            throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
        }
    }

    /** Does what may fail as the dispatcher's calls do; the recipe gets an unchecked exception. */
    static <T> T call(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new SchedulingException(e);
    }
}
