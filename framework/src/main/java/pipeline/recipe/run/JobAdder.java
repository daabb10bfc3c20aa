package pipeline.recipe.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.identity.Provenance;
import pipeline.time.Scheduler;

/**
 * Brings added jobs on their way on a thread of its own, so that who adds them does not wait for the job table. Jobs that are added one
 * after the other go together: a run that goes on finds outcomes of many jobs at once, and what follows from them is one call. Thread-safe; the
 * lock guards all fields, and nothing is called while it is held.
 */
final class JobAdder implements AutoCloseable {

    /** So long nothing more is added before what there is goes. */
    private static final Duration QUIET = Duration.ofMillis(25);

    /** So many times it waits for that, 10 s altogether. */
    private static final int MOST_WAITS = 400;

    private final BooleanSupplier isMoreComing;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Addition> waiting = new ArrayList<>();
    private @Nullable Thread thread;
    private boolean busy;
    private boolean closed;

    /**
     * Makes one that has nothing to do.
     *
     * @param isMoreComing returns whether the recipe has outcomes to take from which more jobs may follow
     */
    JobAdder(BooleanSupplier isMoreComing, Scheduler scheduler) {
        this.isMoreComing = isMoreComing;
        this.scheduler = scheduler;
    }

    /** Jobs for a set. */
    private record Addition(OpenJobSet set, List<ComputeJob> jobs, Provenance provenance) {

        boolean goesWith(Addition next) {
            return set == next.set && provenance.before() == next.provenance.before();
        }

        Addition plus(Addition next) {
            List<ComputeJob> all = new ArrayList<>(jobs);
            all.addAll(next.jobs);
            return new Addition(set, all, next.provenance);
        }
    }

    /** Takes jobs that are checked. */
    void add(OpenJobSet set, List<ComputeJob> jobs, Provenance provenance) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the run has ended");
            }
            waiting.add(new Addition(set, jobs, provenance));
            if (thread == null) {
                thread = new Thread(this::work, "job-adder");
                thread.setDaemon(true);
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was added so far is on its way. */
    void flush() throws InterruptedException {
        lock.lock();
        try {
            while (busy || !waiting.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            for (List<Addition> taken = take(); !taken.isEmpty(); taken = take()) {
                bring(taken);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread but its end
        }
    }

    private List<Addition> take() throws InterruptedException {
        awaitFirst();
        for (int i = 0; i < MOST_WAITS && isGrowing(); i++) {
            // what comes goes along
        }
        lock.lock();
        try {
            List<Addition> taken = waiting;
            waiting = new ArrayList<>();
            busy = true;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFirst() throws InterruptedException {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isGrowing() throws InterruptedException {
        boolean isMore = isMoreComing.getAsBoolean();
        long begun = scheduler.nanos();
        lock.lock();
        try {
            int before = waiting.size();
            Duration left = QUIET;
            while (left.compareTo(Duration.ZERO) > 0 && !closed) {
                scheduler.await(lock, changed, left);
                left = QUIET.minus(scheduler.since(begun));
            }
            return !closed && (isMore || waiting.size() > before);
        } finally {
            lock.unlock();
        }
    }

    /** Additions to one set keep their order. */
    private static void bring(List<Addition> taken) {
        List<Addition> calls = new ArrayList<>();
        for (Addition addition : taken) {
            int place = lastOf(addition.set(), calls);
            if (place >= 0 && calls.get(place).goesWith(addition)) {
                calls.set(place, calls.get(place).plus(addition));
            } else {
                calls.add(addition);
            }
        }
        calls.forEach(call -> call.set().bring(call.jobs(), call.provenance()));
    }

    private static int lastOf(OpenJobSet set, List<Addition> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).set() == set) {
                return i;
            }
        }
        return -1;
    }

    /** Brings what there is on its way, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
