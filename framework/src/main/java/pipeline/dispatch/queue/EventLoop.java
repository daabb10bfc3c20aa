package pipeline.dispatch.queue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * A thread that runs what is posted to it, one after the other, until it is closed. Thread-safe. The lock makes sure that
 * whatever {@link #post} has taken is run.
 */
public final class EventLoop implements AutoCloseable {

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private boolean closed;
    private boolean ended; // confined to the thread

    /**
     * Starts the thread.
     *
     * @param onFailure is told, on the thread, what an event threw; the loop goes on
     */
    public EventLoop(String name, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes an event; gives false, and never runs it, if the loop is closed. */
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

    private void loop() {
        while (!ended) {
            try {
                events.take().run();
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and not so.
            } catch (RuntimeException e) {
                // Whatever it was: calls wait for what is still in the queue.
                onFailure.accept(e);
            } catch (Error e) {
                UncaughtErrors.report(e);
                onFailure.accept(e);
            }
        }
    }

    /** Runs what was posted so far and ends the thread. */
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

    /** Waits for the end of a thread, whatever interrupts, and keeps the interrupt for the caller. */
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
