package pipeline.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks how large the terminal of this process is. */
final class TerminalSize {

    private TerminalSize() {}

    /** Returns its size; empty if there is none, or it does not say. */
    static Optional<LiveScreen.Size> ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                String[] size = new String(answer.readNBytes(100), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ", -1);
                return stty.waitFor(1, TimeUnit.SECONDS) ? read(size) : Optional.empty();
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Reads rows and columns; a terminal whose size nobody has set says 0 for both. */
    static Optional<LiveScreen.Size> read(String... size) {
        if (size.length != 2) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(size[0]);
        int columns = Integer.parseInt(size[1]);
        return rows > 0 && columns > 0 ? Optional.of(new LiveScreen.Size(columns, rows)) : Optional.empty();
    }
}
