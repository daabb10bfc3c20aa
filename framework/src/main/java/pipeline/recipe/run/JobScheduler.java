package pipeline.recipe.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.Provenance;
import pipeline.recipe.ErrorFlag;
import pipeline.recipe.SchedulingException;
import pipeline.recipe.spi.DryRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.text.ShellQuoting;

/**
 * Sends the jobs of a recipe on their way and keeps count of them. Thread-safe: the lock of {@code seen} guards
 * the two collections of outcomes, and no listener is called while it is held.
 */
final class JobScheduler {

    private final RecipeContext context;
    private final ErrorFlag error;
    private final Set<Outcome> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Outcome> unsuccessful = new ArrayList<>();
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger scheduled = new AtomicInteger();
    private final AtomicInteger printed = new AtomicInteger();
    private final Set<Outcomes.Stop> stops = ConcurrentHashMap.newKeySet();
    private final StepNames steps = new StepNames();
    private final RecipeMapfiles maps;
    private Lineage lineage = Lineage.NONE;
    private final ListenerGuard listeners;

    JobScheduler(RecipeContext context, ErrorFlag error, RecipeMapfiles maps) {
        this.context = context;
        this.error = error;
        this.maps = maps;
        this.listeners = new ListenerGuard(error);
    }

    /** Runs the jobs of a call that gives no name. */
    Outcomes run(List<ComputeJob> jobs, int maxPerNode, JobListener listener) throws InterruptedException {
        return runStep(steps.next(), jobs, maxPerNode, listener);
    }

    /** Runs the jobs of a call that gives a name. */
    Outcomes run(String name, List<ComputeJob> jobs, int maxPerNode, JobListener listener) throws InterruptedException {
        return runStep(steps.next(name), jobs, maxPerNode, listener);
    }

    private Outcomes runStep(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException {
        listeners.refuseInside();
        if (maxPerNode < 1) {
            throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
        }
        scheduled.addAndGet(jobs.size());
        Provenance provenance = new Provenance(before(), maps.files());
        Optional<DryRun> dryRun = context.scheduling().dryRun();
        if (dryRun.isPresent()) {
            print(jobsToRun(dryRun.get(), step, jobs, provenance));
            throw new DryRunEnd();
        }
        if (jobs.isEmpty()) {
            return Outcomes.of(List.of(), Outcomes.Stop.ALL_DONE);
        }
        Outcomes outcomes = send(step, jobs, maxPerNode, new Watch(listeners.guarding(listener)), provenance);
        outcomes.forEach(this::record);
        stops.add(outcomes.stop());
        add(step, outcomes);
        return outcomes;
    }

    private Lineage before() {
        synchronized (seen) {
            return lineage;
        }
    }

    private void add(String step, Outcomes outcomes) {
        synchronized (seen) {
            lineage = lineage.plus(step, outcomes);
        }
    }

    /** Returns the number of jobs that have started and not ended. */
    int running() {
        return running.size();
    }

    /** Returns the number of jobs of all calls so far. */
    int scheduled() {
        return scheduled.get();
    }

    /** Returns the number of jobs that were printed instead of run. */
    int printed() {
        return printed.get();
    }

    /** Returns the outcomes that are no success, as they came in. */
    List<Outcome> unsuccessful() {
        synchronized (seen) {
            return List.copyOf(unsuccessful);
        }
    }

    /** Returns why the calls ended that have returned. */
    Set<Outcomes.Stop> stops() {
        return Set.copyOf(stops);
    }

    private Outcomes send(
            String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
            throws InterruptedException {
        try {
            return context.scheduling().runner().run(step, jobs, maxPerNode, listener, provenance);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SchedulingException(e);
        }
    }

    private void record(Outcome outcome) {
        if (outcome.isSuccess()) {
            return;
        }
        synchronized (seen) {
            // a call reports an outcome twice: when the job ends and when the call returns
            if (!seen.add(outcome)) {
                return;
            }
            unsuccessful.add(outcome);
        }
        // what somebody wanted to be left out is no failure
        if (outcome.state() != Outcome.State.IGNORED) {
            error.set();
        }
    }

    private static List<ComputeJob> jobsToRun(
            DryRun dryRun, String step, List<ComputeJob> jobs, Provenance provenance) {
        try {
            return dryRun.jobsToRun(step, jobs, provenance);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SchedulingException(e);
        }
    }

    private void print(List<ComputeJob> jobs) {
        printed.addAndGet(jobs.size());
        PrintStream out = context.standardOutput();
        synchronized (out) {
            jobs.forEach(job -> out.print(line(job) + "\n"));
            out.flush();
        }
    }

    private static String line(ComputeJob job) {
        StringBuilder line = new StringBuilder(job.host()).append(": ");
        job.workingDirectory()
                .ifPresent(directory ->
                        line.append("cd ").append(ShellQuoting.quote(directory)).append(" && "));
        job.environment()
                .forEach((name, value) -> line.append(name)
                        .append('=')
                        .append(ShellQuoting.quote(value))
                        .append(' '));
        job.secrets().names().forEach(name -> line.append(name).append("=*** "));
        return line.append(job.command().describe()).toString();
    }

    /** Keeps the books before the recipe's own listener hears of anything. */
    private final class Watch implements JobListener {

        private final JobListener next;

        Watch(JobListener next) {
            this.next = next;
        }

        @Override
        public void started(ComputeJob job, long number) {
            running.add(number);
            next.started(job, number);
        }

        @Override
        public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
            next.stdout(job, bytes, endOfLine);
        }

        @Override
        public void ended(Outcome outcome) {
            outcome.attempt().ifPresent(attempt -> running.remove(attempt.number()));
            record(outcome);
            next.ended(outcome);
        }
    }
}
