package pipeline.recipe.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.time.Scheduler;

/**
 * The outcomes of a job set: which are expected, which have come, and which the recipe has taken. Thread-safe; the lock guards all
 * fields that change, and nothing is called while it is held.
 */
final class ArrivedOutcomes {

    private final String step;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final IdentityHashMap<ComputeJob, Deque<Integer>> places = new IdentityHashMap<>();
    private final List<@Nullable Outcome> outcomes = new ArrayList<>();
    private final Deque<Outcome> ready = new ArrayDeque<>();
    private int ended;
    private boolean isHandedOut;
    private boolean isTaken;
    private boolean isOver;

    ArrivedOutcomes(String step, Scheduler scheduler) {
        this.step = step;
        this.scheduler = scheduler;
    }

    /**
     * Takes jobs into the account before they are on their way.
     *
     * @throws IllegalStateException if the set is over
     */
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

    /** Takes the outcome of a job that is expected. */
    void arrived(Outcome outcome) {
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

    /** Notes that the recipe learns of an outcome before it takes it. */
    void reported() {
        lock.lock();
        try {
            isHandedOut = true;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return outcomes.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many have not come. */
    int open() {
        lock.lock();
        try {
            return outcomes.size() - ended;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the recipe knows outcomes while others may still come. */
    boolean isHandingOut() {
        lock.lock();
        try {
            return isHandedOut && !isOver;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the recipe takes outcomes and has not taken all that there are. */
    boolean hasMoreToTake() {
        lock.lock();
        try {
            return isTaken && !ready.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next outcome, at most for a while; empty if none came, or all are taken. */
    Optional<Outcome> take(Duration limit) throws InterruptedException {
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

    /** Waits for the next outcome; null if all jobs have ended and all outcomes are taken: the set is over then. */
    @Nullable
    Outcome take() throws InterruptedException {
        lock.lock();
        try {
            while (ready.isEmpty() && ended < outcomes.size()) {
                arrival.await();
            }
            isOver |= ready.isEmpty();
            return handOut();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Outcome handOut() {
        isTaken |= !ready.isEmpty();
        isHandedOut |= isTaken;
        return ready.poll();
    }

    /** Waits until all have come, after which the set is over; returns them in the order of the jobs. */
    List<Outcome> awaitAll() throws InterruptedException {
        lock.lock();
        try {
            while (ended < outcomes.size()) {
                arrival.await();
            }
            isOver = true;
            return outcomes.stream().map(Objects::requireNonNull).toList();
        } finally {
            lock.unlock();
        }
    }
}
