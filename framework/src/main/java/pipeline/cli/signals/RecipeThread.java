package pipeline.cli.signals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.ForwardingJobCall;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.ForwardingJobListener;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeLocation;

/**
 * The thread on which a recipe's own code runs: it may be interrupted while it does, and at no other time. Thread-safe; the
 * lock guards all fields that change, and nothing is called while it is held.
 */
public final class RecipeThread {

    private final Class<? extends Recipe> recipe;
    private @Nullable Thread thread;
    private boolean interrupted;
    private int calls;

    public RecipeThread(Class<? extends Recipe> recipe) {
        this.recipe = recipe;
    }

    /** Runs code of the recipe on the calling thread; if that was to be interrupted before, it is at once. */
    public <T> T run(Callable<T> code) throws Exception {
        synchronized (this) {
            thread = Thread.currentThread();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            return code.call();
        } finally {
            synchronized (this) {
                thread = null;
                if (interrupted) {
                    // what is closed after the recipe must not be cut short
                    boolean unused = Thread.interrupted();
                }
                notifyAll();
            }
        }
    }

    /** Returns a runner that is known to be waited for while it runs jobs. */
    public JobRunner counting(JobRunner next) {
        return new CountingRunner(next);
    }

    /** Waits for jobs, on any thread. */
    public <T> T waiting(Callable<T> call) throws Exception {
        count(1);
        try {
            return call.call();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int change) {
        calls += change;
        notifyAll();
    }

    /** Waits until the recipe waits for no jobs; gives false if it still does. */
    boolean awaitNoCall(Duration limit) throws InterruptedException {
        return await(limit, () -> calls == 0);
    }

    /** Waits until no code of the recipe runs; gives false if some still does. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return await(limit, () -> thread == null);
    }

    private synchronized boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Interrupts the recipe, or what it begins from now on. */
    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Returns whether code of the recipe runs. */
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** Returns where the recipe stands in its own code; empty if it does not run, or in none of it. */
    Optional<String> place() {
        Thread known;
        synchronized (this) {
            known = thread;
        }
        return known == null ? Optional.empty() : RecipeLocation.of(recipe, known.getStackTrace());
    }

    private final class CountingRunner implements JobRunner {

        private final JobRunner next;

        CountingRunner(JobRunner next) {
            this.next = next;
        }

        @Override
        public Outcomes run(
                String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
                throws Exception {
            return waiting(() -> next.run(step, jobs, maxPerNode, listener, provenance));
        }

        @Override
        public JobCall open(String step, int maxPerNode, JobListener listener) {
            return new CountingCall(next.open(step, maxPerNode, new EndCounter(listener)));
        }
    }

    /** Counts the jobs that are added. */
    private final class CountingCall extends ForwardingJobCall {

        CountingCall(JobCall next) {
            super(next);
        }

        @Override
        public void add(List<ComputeJob> jobs, Provenance provenance) throws Exception {
            count(jobs.size());
            boolean isAdded = false;
            try {
                super.add(jobs, provenance);
                isAdded = true;
            } finally {
                count(isAdded ? 0 : -jobs.size());
            }
        }
    }

    /** Counts the jobs that end. */
    private final class EndCounter extends ForwardingJobListener {

        EndCounter(JobListener next) {
            super(next);
        }

        @Override
        public void ended(Outcome outcome) {
            try {
                super.ended(outcome);
            } finally {
                count(-1);
            }
        }
    }
}
