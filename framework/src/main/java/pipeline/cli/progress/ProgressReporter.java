package pipeline.cli.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.console.LiveScreen;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/** Shows how far a run is until it is closed. Thread-safe. */
public final class ProgressReporter implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger(ProgressReporter.class);
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    /** The log lines above must have most of the screen. */
    private static final int SHARE_OF_ROWS = 3;

    private final String jobName;
    private final RunProgress progress;
    private final Consumer<String> heartbeats;
    private final Optional<LiveScreen> screen;
    private final Scheduler scheduler;
    private final Clock clock;
    private final List<ScheduledTask> tasks = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private long shown = -1;
    private long redraws;
    private boolean isClosed;
    private boolean isBar;
    private boolean isReported;
    private int moreRows;

    /**
     * Makes one that shows nothing yet.
     *
     * @param heartbeats takes a line each minute where no bar is shown
     * @param screen where bars are shown
     * @param clock that of people, with their zone
     */
    public ProgressReporter(
            String jobName,
            RunProgress progress,
            Consumer<String> heartbeats,
            Optional<LiveScreen> screen,
            Scheduler scheduler,
            Clock clock) {
        this.jobName = jobName;
        this.progress = progress;
        this.heartbeats = heartbeats;
        this.screen = screen;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Begins to show it. */
    public synchronized void start(ProgressMode mode, Map<String, String> variables) {
        ProgressMode resolved = mode.resolved(screen.isPresent(), variables);
        isBar = resolved == ProgressMode.BAR;
        switch (resolved) {
            case BAR -> every(REDRAW, this::redraw);
            case PLAIN -> {
                if (mode == ProgressMode.PLAIN) {
                    isReported = true;
                    every(LOOK, this::reportBegun);
                }
                every(HEARTBEAT, this::heartbeat);
            }
            case AUTO, NONE -> {
                // nobody looks
            }
        }
    }

    private void every(Duration period, Runnable showing) {
        tasks.add(scheduler.every(period, () -> guarded(showing)));
    }

    /** A run must not end since it cannot be shown; it is not shown any more then. */
    private void guarded(Runnable showing) {
        try {
            showing.run();
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "how far the run is cannot be shown any more, which is a fault of Pipeline; the run goes on", e);
            close();
        }
    }

    /** Returns whether it is shown as a bar. */
    public synchronized boolean isBar() {
        return isBar;
    }

    /** Shows more rows from now on, or fewer. */
    public synchronized void addRows(int more) {
        moreRows += more;
        shown = -1;
    }

    /** Returns what runs now, in lines for people. */
    public List<String> runningNow() {
        return ProgressText.running(progress.running());
    }

    private synchronized void heartbeat() {
        isReported = true;
        ProgressText.plain(jobName, progress.view(), clock).forEach(heartbeats);
    }

    private synchronized void reportBegun() {
        progress.view().steps().stream()
                .filter(step -> begun.add(step.name()))
                .forEach(step -> heartbeats.accept(ProgressText.begun(jobName, step)));
    }

    private synchronized void redraw() {
        // times go on although nothing else does
        redraws++;
        if (isClosed) {
            return;
        }
        if (progress.changes() == shown && redraws % (Duration.ofSeconds(1).toMillis() / REDRAW.toMillis()) != 0) {
            return;
        }
        shown = progress.changes();
        screen.ifPresent(live -> live.show(size -> lines(size)));
    }

    private List<String> lines(LiveScreen.Size size) {
        moreRows = Math.max(1 - size.rows() / SHARE_OF_ROWS, Math.min(moreRows, size.rows()));
        return lines(jobName, progress.view(), clock, size, moreRows);
    }

    /**
     * Returns the lines that fit a screen.
     *
     * @param more so many more than usual
     */
    static List<String> lines(String jobName, ProgressView view, Clock clock, LiveScreen.Size size, int more) {
        int rows = Math.max(1, Math.min(size.rows() - 2, size.rows() / SHARE_OF_ROWS + more));
        return ProgressText.screen(jobName, view, clock, size.columns() - 1, rows);
    }

    @Override
    public synchronized void close() {
        tasks.forEach(ScheduledTask::cancel);
        if (isReported && !isClosed) {
            ProgressText.ended(jobName, progress.view()).forEach(heartbeats);
        }
        isClosed = true;
        screen.ifPresent(LiveScreen::clear);
    }
}
