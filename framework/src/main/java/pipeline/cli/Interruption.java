package pipeline.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run in order when the process is told to end (INT, TERM): what runs is stopped, the recipe comes to its end, the
 * logs are written. The exit status is the JVM's then, 130 or 143.
 *
 * <p>A shutdown hook. The lock guards the three fields that say what to stop; nothing is called while it is held.
 */
final class Interruption implements AutoCloseable {

    private final PrintStream err;
    private final Duration patience;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private boolean interrupted;
    private @Nullable IntSupplier running;
    private @Nullable Consumer<String> stop;

    private Interruption(PrintStream err, Duration patience) {
        this.err = err;
        this.patience = patience;
    }

    /**
     * Makes the process end in order from now on.
     *
     * @param patience how long the run may take to come to its end
     */
    static Interruption arm(PrintStream err, Duration patience) {
        Interruption interruption = new Interruption(err, patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /**
     * Says what is to be stopped; if the process is ending already, it is stopped at once.
     *
     * @param runningJobs gives how many jobs run
     * @param stopper is given the reason
     */
    void watch(IntSupplier runningJobs, Consumer<String> stopper) {
        boolean late;
        synchronized (this) {
            running = runningJobs;
            stop = stopper;
            late = interrupted;
        }
        if (late) {
            stopper.accept("interrupted");
        }
    }

    /** Tells that the run has come to its end and everything is written. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook with it
        }
    }

    private void interrupted() {
        IntSupplier jobs;
        Consumer<String> stopper;
        synchronized (this) {
            interrupted = true;
            jobs = running;
            stopper = stop;
        }
        err.printf(
                "interrupted: ending %s, which takes %d s at most%n",
                FailureSummary.runningJobs(jobs == null ? 0 : jobs.getAsInt()), patience.toSeconds());
        if (stopper != null) {
            stopper.accept("interrupted");
        }
        try {
            if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                err.printf("interrupted: the recipe did not end within %d s and is given up%n", patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.flush();
    }
}
