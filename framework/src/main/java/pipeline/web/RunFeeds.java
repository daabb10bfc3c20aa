package pipeline.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads the runs that somebody looks at, each once a second for all its viewers together, or less often where that alone would be a
 * tenth of a processor's time. Thread-safe.
 */
final class RunFeeds implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger(RunFeeds.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final int REST_PER_WORK = 9;

    private final RunSource source;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "page-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, RunFeed> feeds = new HashMap<>();

    RunFeeds(RunSource source) {
        this.source = source;
    }

    /**
     * Reads a run now, and goes on as long as somebody looks at it.
     *
     * @return empty if no job has the name
     */
    Optional<RunFeed> enter(String jobName) {
        RunFeed feed;
        synchronized (this) {
            feed = feeds.computeIfAbsent(jobName, name -> new RunFeed());
            feed.enter();
        }
        try {
            if (feed.begin(() -> source.run(jobName))) {
                again(jobName, feed, PERIOD_MILLIS);
            }
        } catch (RuntimeException e) {
            drop(jobName, feed);
            throw e;
        }
        if (feed.isShown()) {
            return Optional.of(feed);
        }
        drop(jobName, feed);
        return Optional.empty();
    }

    private synchronized void drop(String jobName, RunFeed feed) {
        feed.leave();
        feeds.remove(jobName, feed);
    }

    private void again(String jobName, RunFeed feed, long millis) {
        if (!reader.isShutdown()) {
            reader.schedule(() -> look(jobName, feed), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void look(String jobName, RunFeed feed) {
        synchronized (this) {
            if (!feed.isWatched()) {
                feeds.remove(jobName, feed);
                return;
            }
        }
        long begun = System.nanoTime();
        try {
            source.run(jobName).ifPresentOrElse(feed::show, () -> feed.fail("no job has this name any more"));
        } catch (RuntimeException e) {
            LOGGER.debug("a page cannot be brought up to date", e);
            feed.fail(String.valueOf(e.getMessage()));
        }
        long cost = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        again(jobName, feed, Math.max(PERIOD_MILLIS, REST_PER_WORK * cost));
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
