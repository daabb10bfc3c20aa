package pipeline.remote.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts commands on this machine, each in a session of its own if the system has {@code setsid}. So its processes are found
 * when their parent is gone, a signal to it does not reach the master, and a signal from the master's terminal does not reach
 * it.
 */
public final class LocalSession {

    private static final Optional<Path> SETSID = Stream.of(
                    String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, "setsid"))
            .filter(Files::isExecutable)
            .findFirst();

    private LocalSession() {}

    /** Starts a command by a shell. */
    public static Process start(String shell, String command) throws IOException {
        ProcessBuilder builder = SETSID.map(setsid -> new ProcessBuilder(setsid.toString(), shell, "-c", command))
                .orElseGet(() -> new ProcessBuilder(shell, "-c", command));
        return builder.start();
    }
}
