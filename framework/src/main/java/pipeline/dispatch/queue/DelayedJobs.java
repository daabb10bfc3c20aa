package pipeline.dispatch.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import pipeline.time.Scheduler;

/** Jobs whose time has not come. Confined to the dispatcher's loop, but for the alarm. */
public final class DelayedJobs {

    /** A job that waits longer is looked at once in between, which costs nothing and keeps the arithmetic in range. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private record Due(long nanos, QueuedJob job) {}

    private final PriorityQueue<Due> waiting = new PriorityQueue<>((a, b) -> Long.signum(a.nanos() - b.nanos()));
    private final Scheduler scheduler;
    private final Runnable alarm;

    /**
     * Makes an empty one.
     *
     * @param alarm is run on any thread when {@link #due()} may have something to give
     */
    public DelayedJobs(Scheduler scheduler, Runnable alarm) {
        this.scheduler = scheduler;
        this.alarm = alarm;
    }

    public void add(QueuedJob job, Duration delay) {
        Due first = waiting.peek();
        Due due = new Due(scheduler.nanos() + shorter(delay).toNanos(), job);
        waiting.add(due);
        if (first == null || due.nanos() - first.nanos() < 0) {
            arm(due);
        }
    }

    private static Duration shorter(Duration delay) {
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    private void arm(Due due) {
        scheduler.after(Duration.ofNanos(due.nanos() - scheduler.nanos()), alarm);
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out the jobs whose time has come. */
    public List<QueuedJob> due() {
        List<QueuedJob> due = new ArrayList<>();
        long now = scheduler.nanos();
        for (Due next = waiting.peek(); next != null; next = waiting.peek()) {
            if (next.nanos() - now > 0) {
                arm(next);
                break;
            }
            due.add(next.job());
            waiting.remove();
        }
        return due;
    }

    /** Takes out the jobs that are meant. */
    public List<QueuedJob> drain(Predicate<QueuedJob> meant) {
        List<QueuedJob> drained = waiting.stream().map(Due::job).filter(meant).toList();
        waiting.removeIf(due -> meant.test(due.job()));
        return drained;
    }
}
