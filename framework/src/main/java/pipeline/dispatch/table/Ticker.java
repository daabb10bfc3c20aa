package pipeline.dispatch.table;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import pipeline.dispatch.queue.EventLoop;

/** A daemon thread that does something now and then until it is closed, or until there is nothing left to do. */
public final class Ticker implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts the thread.
     *
     * @param task tells whether it is to be done again; must not throw
     */
    public Ticker(String name, Duration pause, BooleanSupplier task) {
        this.thread = new Thread(() -> tick(pause, task), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void tick(Duration pause, BooleanSupplier task) {
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!task.getAsBoolean()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody but close() ends this thread, and not so.
        } catch (RuntimeException e) {
            // what was to be done now and then is not done any more, such as to show that this process lives
            throw new InternalError("the thread " + thread.getName() + " ended by a fault of Pipeline", e);
        }
    }

    /** Ends the thread, after what it is just doing. */
    @Override
    public void close() {
        closed.countDown();
        EventLoop.join(thread);
    }
}
