package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pipeline.failure.ErrorLineFinder;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Holds the last lines of standard error back for a moment: if the job ends then, the one that says why is reported with its failure, and
 * not once more. Lines come out in their order. Thread-safe.
 */
final class HeldLines {

    /** So short that nobody who watches a job notices. */
    static final Duration MOMENT = Duration.ofMillis(500);

    private static final int MOST = 50;

    private final Scheduler scheduler;
    private final Consumer<String> out;
    private final List<String> lines = new ArrayList<>();
    private Optional<ScheduledTask> later = Optional.empty();

    /**
     * Makes one that holds none.
     *
     * @param out takes them; called while the lock is held, so that their order stays
     */
    HeldLines(Scheduler scheduler, Consumer<String> out) {
        this.scheduler = scheduler;
        this.out = out;
    }

    /** Takes the next line; one without text is left out. */
    synchronized void add(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (lines.size() == MOST) {
            out.accept(lines.remove(0));
        }
        lines.add(line);
        if (later.isEmpty()) {
            later = Optional.of(scheduler.after(MOMENT, () -> release("")));
        }
    }

    /**
     * Lets them go.
     *
     * @param known is reported elsewhere, and with it the line that says where to read more; empty for nothing
     */
    synchronized void release(String known) {
        later.ifPresent(ScheduledTask::cancel);
        later = Optional.empty();
        for (String line : lines) {
            boolean isKnown = !known.isEmpty() && (known.endsWith(line.strip()) || ErrorLineFinder.isHint(line));
            if (!isKnown) {
                out.accept(line);
            }
        }
        lines.clear();
    }
}
