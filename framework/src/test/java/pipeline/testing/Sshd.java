package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One running process of {@code sshd} with the connections it serves. */
final class Sshd {

    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final int LOG_TAIL = 20;

    private final Process process;
    private final Path log;

    private Sshd(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts sshd in the foreground and returns when it listens on as many addresses as the configuration has. */
    static Sshd start(Path config, Path log, int addresses) throws IOException {
        return start(List.of(), config, log, addresses);
    }

    /** Starts it by way of words that become its process in the end, such as those of {@code env}. */
    static Sshd start(List<String> way, Path config, Path log, int addresses) throws IOException {
        // sshd started by root wants an empty directory there, which the system's service makes at boot
        if ("root".equals(System.getProperty("user.name"))) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Files.deleteIfExists(log);
        List<String> words = new ArrayList<>(way);
        words.addAll(List.of(RequiredProgram.SSHD.path().toString(), "-D", "-e", "-f", config.toString()));
        Process process = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
        Sshd server = new Sshd(process, log);
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(START_LIMIT)
                    .until(() -> !process.isAlive() || server.listening() == addresses);
        } catch (ConditionTimeoutException e) {
            server.stop();
            throw new IOException(
                    "sshd does not listen on all of " + addresses + " addresses; its log ends:\n" + server.logTail(),
                    e);
        }
        if (!process.isAlive()) {
            throw new IOException("sshd ended with code " + process.exitValue() + " while it started; its log ends:\n"
                    + server.logTail());
        }
        return server;
    }

    private long listening() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith("Server listening on "))
                .count();
    }

    /** Ends the process of every connection at once, without a goodbye; the commands that they started live on. */
    void killConnections() {
        List<ProcessHandle> connections = connections();
        connections.forEach(ProcessHandle::destroyForcibly);
        connections.forEach(connection -> connection.onExit().join());
    }

    /** Stops the process of every connection, so that nothing comes any more and nobody says why. */
    void freezeConnections() throws IOException {
        List<String> words = new ArrayList<>(List.of("kill", "-STOP"));
        connections().forEach(connection -> words.add(String.valueOf(connection.pid())));
        new ProcessBuilder(words).start().onExit().join();
    }

    private List<ProcessHandle> connections() {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/sshd"))
                .toList();
    }

    void stop() {
        // first the listener, or new connections come while the old ones end
        List<ProcessHandle> connections = connections();
        process.destroyForcibly();
        process.onExit().join();
        connections.forEach(ProcessHandle::destroyForcibly);
        connections.forEach(connection -> connection.onExit().join());
    }

    String logTail() throws IOException {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    }

    List<String> lines() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
