package pipeline.cli.maps;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.LiveScreen;
import pipeline.config.SizeFormat;
import pipeline.placement.FilePlacement;
import pipeline.placement.PlacedFile;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Shows how far a placement is, until it is closed: in a line at the bottom of a terminal, elsewhere in a line each minute. When the process
 * is told to end meanwhile, the hosts are asked to remove what has arrived in part.
 */
final class CopyProgress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    /** How long a process that was told to end waits for the hosts, in seconds. */
    private static final int TIME_TO_END = 5;

    private final FilePlacement placement;
    private final int files;
    private final long bytes;
    private final Optional<LiveScreen> screen;
    private final PrintStream err;
    private final Thread hook;
    private Optional<ScheduledTask> task = Optional.empty();

    CopyProgress(CliEnvironment environment, FilePlacement placement, List<PlacedFile> placed) {
        this.placement = placement;
        this.files = placed.size();
        this.bytes = placed.stream().mapToLong(PlacedFile::size).sum();
        this.screen = environment.tty().screen();
        this.err = environment.err();
        this.hook = new Thread(this::interrupted, "placement-end");
    }

    /** Begins to show it. */
    void show() {
        Runtime.getRuntime().addShutdownHook(hook);
        task = Optional.of(
                screen.isPresent()
                        ? Scheduler.system().every(REDRAW, this::draw)
                        : Scheduler.system().every(HEARTBEAT, () -> err.print("progress: " + line() + "\n")));
    }

    private void draw() {
        screen.ifPresent(live -> live.show(size -> List.of(line())));
    }

    private String line() {
        FilePlacement.PlacementProgress now = placement.progress();
        long percent = bytes == 0 ? 100 * now.files() / files : 100 * Math.min(bytes, now.bytes()) / bytes;
        return "%d of %d files, %s of %s (%d %%)"
                .formatted(now.files(), files, SizeFormat.of(now.bytes()), SizeFormat.of(bytes), percent);
    }

    private void interrupted() {
        CompletableFuture<Void> gone = placement.cancel();
        CompletableFuture<Void> unused = gone.completeOnTimeout(null, TIME_TO_END, TimeUnit.SECONDS);
        gone.exceptionally(failure -> null).join();
    }

    @Override
    public void close() {
        task.ifPresent(ScheduledTask::cancel);
        screen.ifPresent(LiveScreen::clear);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process ends already, and the hook runs
        }
    }
}
