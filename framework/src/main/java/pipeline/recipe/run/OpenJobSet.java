package pipeline.recipe.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.JobCall;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.ForwardingJobListener;
import pipeline.recipe.SchedulingException;
import pipeline.time.Scheduler;

/** The jobs that a recipe has submitted. Thread-safe; the lock guards all fields that change, and nothing is called while it is held. */
final class OpenJobSet implements JobSet {

    private static final String CANCELLED = "cancelled by the recipe";

    private final String step;
    private final OpenJobSets submitted;
    private final JobListener listener;
    private final JobCall call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final IdentityHashMap<ComputeJob, Deque<Integer>> places = new IdentityHashMap<>();
    private final List<@Nullable Outcome> outcomes = new ArrayList<>();
    private final Deque<Outcome> ready = new ArrayDeque<>();
    private int ended;
    private boolean isHandedOut;
    private boolean isTaken;
    private boolean isOver;

    /** Opens the call of a set, whose jobs have their outcomes told to a listener. */
    @FunctionalInterface
    interface Opener {
        JobCall open(JobListener listener);
    }

    /**
     * Makes a set without jobs.
     *
     * @param listener notes what it hears, and tells the recipe's listener
     * @param tells whether the recipe has a listener
     */
    OpenJobSet(String step, OpenJobSets submitted, JobListener listener, boolean tells, Opener opener) {
        this.step = step;
        this.submitted = submitted;
        this.listener = listener;
        this.call = opener.open(new Arrivals(tells));
    }

    @Override
    public String step() {
        return step;
    }

    @Override
    public JobSet add(List<ComputeJob> jobs) {
        submitted.add(this, List.copyOf(jobs));
        return this;
    }

    /** Takes jobs into the account before they are on their way. */
    void expect(List<ComputeJob> jobs) {
        lock.lock();
        try {
            if (isOver) {
                throw new IllegalStateException(
                        "step " + step
                                + " is over, since all its jobs had ended when it was waited for; submit more jobs as another step");
            }
            for (ComputeJob job : jobs) {
                places.computeIfAbsent(job, key -> new ArrayDeque<>()).add(outcomes.size());
                outcomes.add(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses jobs that cannot be run. */
    void check(List<ComputeJob> jobs) throws Exception {
        call.check(jobs);
    }

    /** Brings jobs that are expected on their way; what keeps them from it is their outcome. */
    void bring(List<ComputeJob> jobs, Provenance provenance) {
        try {
            call.add(jobs, provenance);
        } catch (Exception e) {
            submitted.tellNotBrought(step, e);
            Arrivals arrivals = new Arrivals(false);
            jobs.forEach(job -> arrivals.ended(Outcome.notStarted(job, String.valueOf(e.getMessage()))));
        }
    }

    /** Brings the first jobs on their way. */
    void begin(List<ComputeJob> jobs, Provenance provenance) throws Exception {
        expect(jobs);
        call.add(jobs, provenance);
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return outcomes.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int open() {
        lock.lock();
        try {
            return outcomes.size() - ended;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether the recipe knows outcomes while others may still come. */
    boolean isHandingOut() {
        lock.lock();
        try {
            return isHandedOut && !isOver;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether the recipe takes outcomes and has not taken all that there are. */
    boolean hasMoreToTake() {
        lock.lock();
        try {
            return isTaken && !ready.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Outcome> next(Duration limit) throws InterruptedException {
        submitted.refuseToWait();
        Scheduler scheduler = submitted.scheduler();
        long begun = scheduler.nanos();
        lock.lock();
        try {
            while (ready.isEmpty() && ended < outcomes.size()) {
                Duration left = limit.minus(scheduler.since(begun));
                if (left.compareTo(Duration.ZERO) <= 0) {
                    return Optional.empty();
                }
                scheduler.await(lock, arrival, left);
            }
            return Optional.ofNullable(handOut());
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next outcome; null if all jobs have ended and all outcomes are handed out. */
    private @Nullable Outcome take() {
        submitted.refuseToWait();
        lock.lock();
        try {
            while (ready.isEmpty() && ended < outcomes.size()) {
                arrival.await();
            }
            isOver |= ready.isEmpty();
            return handOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulingException(e);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Outcome handOut() {
        isTaken |= !ready.isEmpty();
        isHandedOut |= isTaken;
        return ready.poll();
    }

    @Override
    public Iterator<Outcome> iterator() {
        return new Iterator<>() {
            private @Nullable Outcome next;
            private boolean hasEnded;

            @Override
            public boolean hasNext() {
                if (next == null && !hasEnded) {
                    next = take();
                    hasEnded = next == null;
                    if (hasEnded) {
                        finish();
                    }
                }
                return next != null;
            }

            @Override
            public Outcome next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all outcomes of step " + step + " are handed out");
                }
                Outcome given = Objects.requireNonNull(next);
                next = null;
                return given;
            }
        };
    }

    private void finish() {
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulingException(e);
        }
    }

    @Override
    public void cancel(ComputeJob job) {
        submitted.flush();
        call.cancel(other -> other == job, CANCELLED);
    }

    @Override
    public void cancel() {
        submitted.flush();
        call.cancel(job -> true, CANCELLED);
    }

    @Override
    public Outcomes await() throws InterruptedException {
        submitted.refuseToWait();
        List<Outcome> all;
        lock.lock();
        try {
            while (ended < outcomes.size()) {
                arrival.await();
            }
            isOver = true;
            all = outcomes.stream().map(Objects::requireNonNull).toList();
        } finally {
            lock.unlock();
        }
        Outcomes result = Outcomes.of(all, call.await().stop());
        submitted.over(this, result);
        return result;
    }

    private void arrived(Outcome outcome) {
        lock.lock();
        try {
            Deque<Integer> open = places.get(outcome.job());
            Integer place = open == null ? null : open.poll();
            if (place != null) {
                outcomes.set(place, outcome);
                ready.add(outcome);
                ended++;
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the outcomes once the recipe's listener has heard of them. */
    private final class Arrivals extends ForwardingJobListener {

        private final boolean tells;

        Arrivals(boolean tells) {
            super(listener);
            this.tells = tells;
        }

        @Override
        public void ended(Outcome outcome) {
            if (tells) {
                lock.lock();
                try {
                    isHandedOut = true;
                } finally {
                    lock.unlock();
                }
            }
            try {
                super.ended(outcome);
            } finally {
                arrived(outcome);
            }
        }
    }
}
