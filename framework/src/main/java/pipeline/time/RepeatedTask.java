package pipeline.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task that is armed again after each run. Thread-safe; the lock guards whether it is cancelled and what is armed. */
final class RepeatedTask implements ScheduledTask {

    private final Scheduler scheduler;
    private final Duration pause;
    private final Runnable task;
    private boolean isCancelled;
    private @Nullable ScheduledTask armed;

    RepeatedTask(Scheduler scheduler, Duration pause, Runnable task) {
        this.scheduler = scheduler;
        this.pause = pause;
        this.task = task;
    }

    synchronized void arm() {
        if (!isCancelled) {
            armed = scheduler.after(pause, this::run);
        }
    }

    private void run() {
        synchronized (this) {
            if (isCancelled) {
                return;
            }
        }
        task.run();
        arm();
    }

    @Override
    public synchronized void cancel() {
        isCancelled = true;
        if (armed != null) {
            armed.cancel();
        }
    }
}
