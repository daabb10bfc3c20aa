package pipeline.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Keys that are typed while something runs, without Enter and without echo, until it is closed. The terminal gets its former modes
 * back however this process ends: a guard of a few bytes of shell waits for its end, also by KILL. Nothing is read while the
 * process is in the background. Thread-safe.
 */
public final class Keyboard implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** Where they stand in {@code /proc/self/stat}, behind the name of the program. */
    private static final int PROCESS_GROUP = 2;

    private static final int GROUP_OF_TERMINAL = 5;

    /** Restores the modes when this process ends or says so; a terminal that is somebody else's by then must not stop it. */
    private static final String GUARD =
            "trap '' INT QUIT TERM HUP TSTP TTOU TTIN; read unused; stty \"$1\" </dev/tty >/dev/null 2>&1";

    private final String former;
    private final IntConsumer typed;
    private final FileInputStream input = new FileInputStream(FileDescriptor.in);
    private final ScheduledTask task;
    private @Nullable Process guard;
    private boolean isClosed;

    private Keyboard(String former, IntConsumer typed, Scheduler scheduler) {
        this.former = former;
        this.typed = typed;
        this.task = scheduler.every(LOOK, this::look);
    }

    /**
     * Begins to listen; empty if there is no terminal to listen to, or this process is in its background.
     *
     * @param typed takes each character
     */
    public static Optional<Keyboard> open(IntConsumer typed, Scheduler scheduler) {
        if (!Tty.isTerminal(0) || !isInForeground()) {
            return Optional.empty();
        }
        Optional<String> former = stty("-g").filter(modes -> !modes.isBlank());
        return former.map(modes -> {
            Keyboard keyboard = new Keyboard(modes.strip(), typed, scheduler);
            keyboard.take();
            return keyboard;
        });
    }

    /** Takes the keys, again after somebody else had the terminal. */
    public synchronized void take() {
        if (isClosed || guard != null || !isInForeground()) {
            return;
        }
        try {
            guard = new ProcessBuilder("sh", "-c", GUARD, "pipeline-terminal", former)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return;
        }
        Optional<String> unused = stty("-icanon", "-echo", "min", "1", "time", "0");
    }

    /** Puts the terminal back into its former modes, until the keys are taken again. */
    public synchronized void release() {
        Process known = guard;
        guard = null;
        if (known == null) {
            return;
        }
        try (OutputStream line = known.getOutputStream()) {
            line.write('\n');
        } catch (IOException e) {
            // it has ended, and restored the modes before
        }
        try {
            if (!known.waitFor(2, TimeUnit.SECONDS)) {
                known.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            while (true) {
                int key;
                synchronized (this) {
                    if (guard == null || !isInForeground() || input.available() <= 0) {
                        return;
                    }
                    key = input.read();
                }
                if (key < 0) {
                    return;
                }
                typed.accept(key);
            }
        } catch (IOException e) {
            // a terminal that is gone types nothing
            task.cancel();
        }
    }

    @Override
    public void close() {
        task.cancel();
        release();
        synchronized (this) {
            isClosed = true;
        }
    }

    /** Returns whether the terminal would let this process read, and not stop it. */
    private static boolean isInForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[PROCESS_GROUP].equals(fields[GROUP_OF_TERMINAL]);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static Optional<String> stty(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "stty";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        try {
            Process stty = new ProcessBuilder(words)
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(1000), StandardCharsets.US_ASCII);
            return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
