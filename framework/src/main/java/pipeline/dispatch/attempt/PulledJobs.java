package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import pipeline.job.JobKey;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.ForwardingJobListener;
import pipeline.time.Scheduler;

/**
 * What a worker has in hand and what came of it. Thread-safe; the lock guards all fields, and no listener is called while
 * it is held.
 */
public final class PulledJobs {

    private final JobListener next;
    private final Scheduler scheduler;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<JobKey> keys = new ArrayList<>();
    private int inHand;
    private boolean isParked;
    private CompletableFuture<Void> change = new CompletableFuture<>();
    private long sequence;

    public PulledJobs(JobListener next, Scheduler scheduler) {
        this.next = next;
        this.scheduler = scheduler;
    }

    /** Returns a number for each job that is taken in hand, one after the other. */
    public synchronized long next() {
        return sequence++;
    }

    /** Takes a job in hand, and returns what is to listen to it. */
    public synchronized JobListener listener(JobKey key) {
        inHand++;
        return new PulledJobListener(key);
    }

    private synchronized void add(JobKey key, Outcome outcome) {
        if (outcome.state() != Outcome.State.NOT_STARTED) {
            outcomes.add(outcome);
            keys.add(key);
        }
        isParked |= outcome.state() == Outcome.State.PARKED;
        inHand--;
        change.complete(null);
        notifyAll();
    }

    public synchronized int inHand() {
        return inHand;
    }

    /** Returns whether this machine could not even begin with a job. */
    public synchronized boolean isParked() {
        return isParked;
    }

    /** Waits until one more job has ended since it was waited for last, at most for a time. */
    public void awaitChange(Duration limit) throws InterruptedException {
        try {
            scheduler.completeOnTimeout(change().copy(), limit).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change cannot fail", e);
        }
        synchronized (this) {
            change = change.isDone() ? new CompletableFuture<>() : change;
        }
    }

    private synchronized CompletableFuture<Void> change() {
        return change;
    }

    /** Waits until nothing is in hand any more. */
    public synchronized void awaitAll() throws InterruptedException {
        while (inHand > 0) {
            wait();
        }
    }

    public synchronized Outcomes outcomes(long remaining, Outcomes.Stop stop) {
        return Outcomes.pulled(outcomes, keys, remaining, stop);
    }

    /** Takes the outcome of a job once the next listener has heard of it. */
    private final class PulledJobListener extends ForwardingJobListener {

        private final JobKey key;

        PulledJobListener(JobKey key) {
            super(next);
            this.key = key;
        }

        @Override
        public void ended(Outcome outcome) {
            try {
                super.ended(outcome);
            } finally {
                add(key, outcome);
            }
        }
    }
}
