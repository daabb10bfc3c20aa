package pipeline.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;

/** One call of {@link Dispatcher#run}: its limit, its listener, and the outcomes as they come in. Thread-safe. */
final class Call {

    private final int maxPerNode;
    private final JobListener listener;
    private final @Nullable Outcome[] outcomes;
    private final CountDownLatch missing;

    Call(int jobs, int maxPerNode, JobListener listener) {
        this.maxPerNode = maxPerNode;
        this.listener = listener;
        this.outcomes = new Outcome[jobs];
        this.missing = new CountDownLatch(jobs);
    }

    int maxPerNode() {
        return maxPerNode;
    }

    JobListener listener() {
        return listener;
    }

    /** Takes the outcome of the job at a place; once for each. */
    void complete(int index, Outcome outcome) {
        synchronized (outcomes) {
            outcomes[index] = outcome;
        }
        missing.countDown();
    }

    /** Blocks until all outcomes are in; they are in the order of the jobs. */
    List<Outcome> await() throws InterruptedException {
        missing.await();
        synchronized (outcomes) {
            return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
        }
    }
}
