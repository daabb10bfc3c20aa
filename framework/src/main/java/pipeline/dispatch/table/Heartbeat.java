package pipeline.dispatch.table;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Beats until it is closed or there is no more to do. It has a thread of its own, since a beat asks a database, and what
 * else is slow in this process must not make others take it for dead. Thread-safe; the lock guards whether it is closed.
 */
final class Heartbeat implements AutoCloseable {

    private final Scheduler scheduler;
    private final Duration pause;
    private final BooleanSupplier beat;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "heartbeat");
        made.setDaemon(true);
        return made;
    });
    private boolean isClosed;
    private ScheduledTask next;

    /**
     * Begins; the first beat comes after a pause.
     *
     * @param beat returns whether there is to be another; must not throw
     */
    Heartbeat(Scheduler scheduler, Duration pause, BooleanSupplier beat) {
        this.scheduler = scheduler;
        this.pause = pause;
        this.beat = beat;
        this.next = scheduler.after(pause, this::due);
    }

    private synchronized void due() {
        if (!isClosed) {
            thread.execute(this::run);
        }
    }

    private void run() {
        try {
            if (beat.getAsBoolean()) {
                arm();
            }
        } catch (RuntimeException e) {
            // nobody would show any more that this process lives
            throw new InternalError("the heartbeat ended by a fault of Pipeline", e);
        }
    }

    private synchronized void arm() {
        if (!isClosed) {
            next = scheduler.after(pause, this::due);
        }
    }

    /** Ends it, after the beat that is under way. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            next.cancel();
        }
        thread.shutdown();
        boolean isInterrupted = false;
        boolean isOver = false;
        while (!isOver) {
            try {
                isOver = thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
