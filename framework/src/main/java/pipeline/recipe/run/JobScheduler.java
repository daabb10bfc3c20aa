package pipeline.recipe.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
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
final class JobScheduler implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.recipe");

    private final RecipeContext context;
    private final ErrorFlag error;
    private final Set<Outcome> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Outcome> unsuccessful = new ArrayList<>();
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final Set<OpenJobSet> submitted = ConcurrentHashMap.newKeySet();
    private final JobAdder adder = new JobAdder(this::hasOutcomesToTake);
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
        refuseUnknownOrigins(jobs);
        scheduled.addAndGet(jobs.size());
        Provenance provenance = provenance();
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

    /** Submits the jobs of a call that gives no name. */
    JobSet submit(List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        return submitStep(steps.next(), jobs, maxPerNode, listener);
    }

    /** Submits the jobs of a call that gives a name. */
    JobSet submit(String name, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        return submitStep(steps.next(name), jobs, maxPerNode, listener);
    }

    private JobSet submitStep(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        if (maxPerNode < 1) {
            throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
        }
        refuseUnknownOrigins(jobs);
        OpenJobSet set = new OpenJobSet(
                step,
                this,
                new Watch(listeners.guarding(listener)),
                listener != JobListener.NONE,
                arrivals -> context.scheduling().runner().open(step, maxPerNode, arrivals));
        if (!jobs.isEmpty()) {
            scheduled.addAndGet(jobs.size());
            if (!printed(step, jobs)) {
                call(() -> {
                    set.begin(List.copyOf(jobs), provenance());
                    return true;
                });
            }
        }
        submitted.add(set);
        return set;
    }

    /** Adds jobs to a set. */
    void add(OpenJobSet set, List<ComputeJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        refuseUnknownOrigins(jobs);
        if (printed(set.step(), jobs)) {
            scheduled.addAndGet(jobs.size());
            return;
        }
        call(() -> {
            set.check(jobs);
            return true;
        });
        set.expect(jobs);
        scheduled.addAndGet(jobs.size());
        adder.add(set, jobs, provenance());
    }

    /** Waits until what was added is on its way. */
    void flush() {
        try {
            adder.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulingException(e);
        }
    }

    /** Says why jobs that were added are not started. */
    void tellNotBrought(String step, Exception e) {
        LOGGER.error("jobs of step {} cannot be run: {}", step, e.getMessage());
        LOGGER.debug("", e);
    }

    private boolean hasOutcomesToTake() {
        return submitted.stream().anyMatch(OpenJobSet::hasMoreToTake);
    }

    /** Refuses to wait for outcomes in a listener, and where there will be none. */
    void refuseToWait() {
        listeners.refuseInside();
        if (context.scheduling().isDryRun()) {
            throw new DryRunEnd();
        }
    }

    /** Notes that all jobs of a set have ended; once. */
    void over(OpenJobSet set, Outcomes outcomes) {
        if (submitted.remove(set)) {
            stops.add(outcomes.stop());
            add(set.step(), outcomes);
        }
    }

    /** Waits for the jobs that are still open when the recipe has returned. */
    void awaitSubmitted() throws InterruptedException {
        if (context.scheduling().isDryRun()) {
            return;
        }
        for (Optional<OpenJobSet> next = submitted.stream().findFirst();
                next.isPresent();
                next = submitted.stream().findFirst()) {
            next.get().await();
        }
    }

    /** Takes no more jobs. */
    @Override
    public void close() {
        adder.close();
    }

    /** While outcomes of a set come, it is not known from which of them jobs follow that do not say so. */
    private void refuseUnknownOrigins(List<ComputeJob> jobs) {
        Optional<OpenJobSet> known =
                submitted.stream().filter(OpenJobSet::isHandingOut).findFirst();
        if (known.isEmpty()) {
            return;
        }
        for (ComputeJob job : jobs) {
            if (job.madeFrom().isEmpty() && !job.isAlways()) {
                throw new IllegalStateException(
                        "job \"%s\" must say from which outcomes it follows, since some of step %s are known and others are not: "
                                        .formatted(job, known.get().step())
                                + "say after those, or independent if it follows from none");
            }
        }
    }

    private boolean printed(String step, List<ComputeJob> jobs) {
        Optional<DryRun> dryRun = context.scheduling().dryRun();
        dryRun.ifPresent(run -> print(jobsToRun(run, step, jobs, provenance())));
        return dryRun.isPresent();
    }

    private Provenance provenance() {
        synchronized (seen) {
            return new Provenance(lineage, maps.files());
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
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failure(e);
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
        return call(() -> dryRun.jobsToRun(step, jobs, provenance));
    }

    private static <T> T call(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new SchedulingException(e);
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
