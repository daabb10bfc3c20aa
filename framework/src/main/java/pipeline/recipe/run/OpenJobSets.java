package pipeline.recipe.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcomes;
import pipeline.recipe.SchedulingException;
import pipeline.recipe.spi.RecipeContext;
import pipeline.time.Scheduler;

/** Keeps the job sets that a recipe has submitted until all their jobs have ended. Thread-safe. */
final class OpenJobSets implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.recipe");

    private final JobRunner runner;
    private final RunOutcomes outcomes;
    private final ListenerGuard listeners;
    private final DryRunPrinter printer;
    private final AtomicInteger scheduled;
    private final Set<OpenJobSet> open = ConcurrentHashMap.newKeySet();
    private final JobAdder adder;
    private final Scheduler scheduler;

    /**
     * Makes it without jobs.
     *
     * @param scheduled counts the jobs of all calls
     */
    OpenJobSets(
            RecipeContext.Scheduling scheduling,
            RunOutcomes outcomes,
            ListenerGuard listeners,
            DryRunPrinter printer,
            AtomicInteger scheduled) {
        this.runner = scheduling.runner();
        this.scheduler = scheduling.scheduler();
        this.adder = new JobAdder(this::hasOutcomesToTake, scheduler);
        this.outcomes = outcomes;
        this.listeners = listeners;
        this.printer = printer;
        this.scheduled = scheduled;
    }

    /** Submits the first jobs of a step. */
    JobSet submit(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        refuseUnknownOrigins(jobs);
        OpenJobSet set = new OpenJobSet(
                step,
                this,
                outcomes.noting(listeners.guarding(listener)),
                listener != JobListener.NONE,
                arrivals -> printer.isDryRun()
                        ? new DryRunCall(printer, maxPerNode)
                        : runner.open(step, maxPerNode, arrivals));
        if (!jobs.isEmpty()) {
            scheduled.addAndGet(jobs.size());
            if (!printer.print(step, jobs, outcomes.provenance())) {
                JobScheduler.call(() -> {
                    set.begin(List.copyOf(jobs), outcomes.provenance());
                    return true;
                });
            }
        }
        open.add(set);
        return set;
    }

    /** Adds jobs to a set. */
    void add(OpenJobSet set, List<ComputeJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        refuseUnknownOrigins(jobs);
        JobScheduler.call(() -> {
            set.check(jobs);
            return true;
        });
        if (printer.print(set.step(), jobs, outcomes.provenance())) {
            scheduled.addAndGet(jobs.size());
            return;
        }
        set.expect(jobs);
        scheduled.addAndGet(jobs.size());
        adder.add(set, jobs, outcomes.provenance());
    }

    /** Returns what sets wait by. */
    Scheduler scheduler() {
        return scheduler;
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
    void reportNotBrought(String step, Exception e) {
        LOGGER.error("jobs of step {} cannot be run: {}", step, e.getMessage());
        LOGGER.debug("", e);
    }

    private boolean hasOutcomesToTake() {
        return open.stream().anyMatch(OpenJobSet::hasMoreToTake);
    }

    /** Refuses to wait for outcomes in a listener, and where there will be none. */
    void refuseToWait() {
        listeners.refuseInside();
        if (printer.isDryRun()) {
            throw new DryRunEnd();
        }
    }

    /** Notes that all jobs of a set have ended; once. */
    void over(OpenJobSet set, Outcomes ended) {
        if (open.remove(set)) {
            outcomes.ended(set.step(), ended);
        }
    }

    /** Waits until all jobs have ended. */
    void awaitAll() throws InterruptedException {
        if (printer.isDryRun()) {
            return;
        }
        for (Optional<OpenJobSet> next = open.stream().findFirst();
                next.isPresent();
                next = open.stream().findFirst()) {
            next.get().await();
        }
    }

    /** While outcomes of a set come, it is not known from which of them jobs follow that do not say so. */
    void refuseUnknownOrigins(List<ComputeJob> jobs) {
        Optional<OpenJobSet> known =
                open.stream().filter(OpenJobSet::isHandingOut).findFirst();
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

    /** Takes no more jobs. */
    @Override
    public void close() {
        adder.close();
    }
}
