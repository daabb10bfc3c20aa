package pipeline.dispatch.queue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.job.Outcome;

/**
 * Tells listeners of starts and ends on a thread of its own, in order, and completes the call after its listener. Once it
 * is closed, the thread that has something to tell does so itself: no call is left waiting.
 */
public final class ListenerNotifier implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.dispatch");

    /** How long the last listeners may take on close, in seconds. */
    private static final int CLOSE_LIMIT = 10;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
                Thread made = new Thread(task, "job-listeners");
                made.setDaemon(true);
                return made;
            },
            (task, closed) -> task.run());

    public void started(QueuedJob job) {
        thread.execute(() -> tell(() -> job.batch().listener().started(job.job(), job.number())));
    }

    /** Tells the first outcome of a job; a job has no second one. */
    public void ended(QueuedJob job, Outcome outcome) {
        if (!job.batch().ended(job.index())) {
            return;
        }
        thread.execute(() -> {
            try {
                tell(() -> job.batch().listener().ended(outcome));
            } finally {
                job.batch().complete(job.index(), outcome);
            }
        });
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOGGER.warn("a job listener failed; the jobs go on", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT, TimeUnit.SECONDS)) {
                LOGGER.warn("a job listener has not returned for {} s and is left behind", CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
