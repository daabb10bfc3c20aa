package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.Dispatcher;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;

/** One call of {@link Dispatcher#run}: its limit, its listener, and the outcomes as they come in; it may grow. Thread-safe. */
public final class JobBatch {

    private final int maxPerNode;
    private final JobListener listener;
    private final List<@Nullable Outcome> outcomes = new ArrayList<>();
    private final BitSet reported = new BitSet();
    private int missing;
    private final boolean pulled;
    private final AtomicInteger open;
    private volatile @Nullable Runnable onEnded;
    private Outcomes.Stop stop = Outcomes.Stop.ALL_DONE;

    public JobBatch(int jobs, int maxPerNode, JobListener listener) {
        this(jobs, maxPerNode, listener, false);
    }

    private JobBatch(int jobs, int maxPerNode, JobListener listener, boolean pulled) {
        this.maxPerNode = maxPerNode;
        this.listener = listener;
        this.pulled = pulled;
        this.open = new AtomicInteger();
        int unused = grow(jobs);
    }

    /** Takes so many more jobs; returns the place of the first. */
    public int grow(int jobs) {
        synchronized (outcomes) {
            int first = outcomes.size();
            outcomes.addAll(Collections.nCopies(jobs, null));
            missing += jobs;
            open.addAndGet(jobs);
            return first;
        }
    }

    /** Makes a call of one job that was pulled from the table: if it is to be tried again, then by the worker that pulls it. */
    public static JobBatch pulled(int slots, JobListener listener) {
        return new JobBatch(1, slots, listener, true);
    }

    public boolean isPulled() {
        return pulled;
    }

    /** Returns how many of its jobs may run on one machine. */
    public int maxPerNode() {
        return maxPerNode;
    }

    public JobListener listener() {
        return listener;
    }

    /** Returns how many jobs have no outcome yet. */
    public int open() {
        return open.get();
    }

    /** Says what is to be done whenever one more job has its outcome. */
    public void onEnded(Runnable task) {
        onEnded = task;
    }

    /** Returns whether the job at a place has no outcome yet. */
    public boolean isOpen(int index) {
        synchronized (outcomes) {
            return !reported.get(index);
        }
    }

    /** One more job has its outcome, which will be reported; returns false if it has one already. */
    public boolean ended(int index) {
        synchronized (outcomes) {
            if (reported.get(index)) {
                return false;
            }
            reported.set(index);
        }
        open.decrementAndGet();
        Runnable task = onEnded;
        if (task != null) {
            task.run();
        }
        return true;
    }

    /** Notes why a job of the call is left to another run. */
    public void note(Outcomes.Stop why) {
        synchronized (outcomes) {
            stop = why.compareTo(stop) > 0 ? why : stop;
        }
    }

    /** Takes the outcome of the job at a place; once for each. */
    public void complete(int index, Outcome outcome) {
        synchronized (outcomes) {
            outcomes.set(index, outcome);
            missing--;
            outcomes.notifyAll();
        }
    }

    /** Blocks until all outcomes are in; they are in the order of the jobs. */
    public Outcomes await() throws InterruptedException {
        synchronized (outcomes) {
            while (missing > 0) {
                outcomes.wait();
            }
            return Outcomes.of(outcomes.stream().map(Objects::requireNonNull).toList(), stop);
        }
    }
}
