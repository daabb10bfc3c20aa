package pipeline.dispatch.queue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * A thread that runs what is posted to it, one after the other, until it is closed. Thread-safe. The lock makes sure that
 * all that {@link #post} has taken is run.
 */
public final class EventLoop implements AutoCloseable {

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private Consumer<Throwable> onFailure = failure -> {};
    private Runnable afterEach = () -> {};
    private final Scheduler scheduler;
    private final Thread thread;
    private boolean closed;
    private boolean ended; // confined to the thread

    /**
     * Makes a loop that takes events, and runs them once it is started.
     *
     * @param scheduler posts what is to run later
     */
    public EventLoop(String name, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param afterEach runs on the thread after each event
     * @param onFailure takes, on the thread, what an event threw; the loop goes on
     */
    public void start(Runnable afterEach, Consumer<Throwable> onFailure) {
        this.afterEach = afterEach;
        this.onFailure = onFailure;
        thread.start();
    }

    /** Takes an event; returns false, and never runs it, if the loop is closed. */
    public boolean post(Runnable event) {
        try {
            synchronized (this) {
                return !closed && events.add(event);
            }
        } catch (Error e) {
            // a future, from which most events come, would keep it to itself
            UncaughtErrors.report(e);
            throw e;
        }
    }

    /** Runs an event on the thread after a delay, unless the loop is closed by then. */
    public ScheduledTask after(Duration delay, Runnable event) {
        return scheduler.after(delay, () -> post(event));
    }

    /** Runs an event on the thread again and again, until it is cancelled. */
    public ScheduledTask every(Duration pause, Runnable event) {
        return scheduler.every(pause, () -> post(event));
    }

    /** Returns the scheduler that posts what is to run later. */
    public Scheduler scheduler() {
        return scheduler;
    }

    private void loop() {
        while (!ended) {
            try {
                run(events.take());
                run(afterEach);
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and not so.
            }
        }
    }

    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            // calls wait for what is still in the queue
            onFailure.accept(e);
        } catch (Error e) {
            UncaughtErrors.report(e);
            onFailure.accept(e);
        }
    }

    /** Runs what was posted so far and ends the thread; the loop must have been started. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                events.add(() -> ended = true);
            }
        }
        join(thread);
    }

    /** Waits for the end of a thread, also when interrupted, and keeps the interrupt for the caller. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
