package pipeline.time;

/** A task that a {@link Scheduler} will run, and a way to say that it is not wanted any more. Thread-safe. */
@FunctionalInterface
public interface ScheduledTask {

    /** Does not start the task again. A run that has begun goes on; may be called more than once. */
    void cancel();
}
