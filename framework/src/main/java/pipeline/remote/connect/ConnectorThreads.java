package pipeline.remote.connect;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The threads of a connector besides MINA's: workers that may block. */
final class ConnectorThreads {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final int WORKERS = 16;
    private static final int PATIENCE_SECONDS = 10;

    private ConnectorThreads() {}

    static ExecutorService workers() {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("ssh-connect"));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /** Ends the threads; what has not begun is dropped. */
    static void end(ExecutorService executor) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warn("a thread of the SSH connector did not end in {} s", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
