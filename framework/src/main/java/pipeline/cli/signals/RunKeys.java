package pipeline.cli.signals;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.console.Keyboard;
import pipeline.cli.progress.ProgressReporter;
import pipeline.text.VisibleText;
import pipeline.time.Scheduler;

/** What the keys do that somebody types at the bar while a run goes on. Thread-safe. */
public final class RunKeys implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger(RunKeys.class);

    private static final String HELP =
            "keys: Enter what runs now, q start nothing more, d go on in the background, + and - more and fewer rows";

    private final ProgressReporter reporter;
    private final SignalHandler signals;
    private final Optional<String> obstacle;
    private final PrintStream err;
    private final List<Runnable> restorers = new ArrayList<>();
    private Optional<Keyboard> keyboard = Optional.empty();

    private RunKeys(ProgressReporter reporter, SignalHandler signals, Optional<String> obstacle, PrintStream err) {
        this.reporter = reporter;
        this.signals = signals;
        this.obstacle = obstacle;
        this.err = err;
    }

    /**
     * Listens if a bar is shown to somebody who can type.
     *
     * @param obstacle why the run cannot go on in the background; empty if it can
     */
    public static RunKeys open(
            ProgressReporter reporter, SignalHandler signals, Optional<String> obstacle, PrintStream err) {
        RunKeys keys = new RunKeys(reporter, signals, obstacle, err);
        if (reporter.isBar()) {
            keys.keyboard = Keyboard.open(keys::typed, Scheduler.system());
            keys.keyboard.ifPresent(keys::arm);
        }
        return keys;
    }

    /** Who puts the process into the background gets the terminal as it was, and the keys work again when it comes back. */
    private void arm(Keyboard open) {
        Signals.handle("TSTP", () -> {
                    open.release();
                    stop();
                })
                .ifPresent(restorers::add);
        Signals.handle("CONT", open::take).ifPresent(restorers::add);
        // the question that an interrupt asks needs whole lines
        signals.beforeQuestion(open::close);
    }

    private void stop() {
        try {
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP $1",
                            "pipeline-stop",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            LOGGER.warn("this process cannot be stopped: {}", e.getMessage());
        }
    }

    private void typed(int key) {
        switch (key) {
            case '\n', '\r' -> reporter.runningNow().forEach(line -> err.print(VisibleText.line(line) + "\n"));
            case 'q' -> signals.drain();
            case 'd' -> detach();
            case '+' -> reporter.addRows(1);
            case '-' -> reporter.addRows(-1);
            case '?', 'h' -> err.print(HELP + "\n");
            default -> {
                // somebody leans on the keyboard
            }
        }
        err.flush();
    }

    private void detach() {
        if (obstacle.isPresent()) {
            err.print("d was typed: " + obstacle.get() + "\n");
        } else if (!signals.handOver()) {
            err.print("d was typed: the run is being ended already\n");
        }
    }

    @Override
    public void close() {
        keyboard.ifPresent(Keyboard::close);
        restorers.forEach(Runnable::run);
    }
}
