package pipeline.remote.connect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.time.Scheduler;

/** The threads of a connector besides MINA's: workers that may block. Thread-safe. */
final class ConnectorThreads extends ThreadPoolExecutor {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final int WORKERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    ConnectorThreads() {
        super(WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(task -> {
            Thread thread = new Thread(task, "ssh-connect-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    @Override
    protected void terminated() {
        ended.complete(true);
    }

    /** Ends the threads; what has not begun is dropped. */
    void end(Scheduler scheduler) {
        shutdownNow();
        try {
            if (!scheduler.completeOnTimeout(ended.copy(), false, PATIENCE).get()) {
                LOGGER.warn("a thread of the SSH connector did not end in {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of threads cannot fail", e);
        }
    }
}
