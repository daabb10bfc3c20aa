package pipeline.minicluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Starts, signals and ends the processes of all nodes; none of them outlives {@link #close}, not even one that left its
 * session: each carries a random mark in its environment. Thread-safe.
 */
final class NodeProcesses implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger("pipeline.minicluster");
    private static final String MARK = "PIPELINE_MINI_CLUSTER";
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final String mark = UUID.randomUUID().toString();
    private final Optional<Path> setsid = ProcessEnvironment.find("setsid");
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    NodeProcesses() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> daemon(task, "mini-cluster-" + number.incrementAndGet()));
    }

    /** Threads for what blocks: a running command takes two, for its two output streams. */
    ExecutorService threads() {
        return threads;
    }

    /** Runs a command in a session of its own where the system can do it. */
    Process start(Path home, String command, Map<String, String> requested) throws IOException {
        List<String> line = new ArrayList<>();
        setsid.ifPresent(program -> line.add(program.toString()));
        line.addAll(List.of("/bin/sh", "-c", command));
        ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(ProcessEnvironment.of(home, requested));
        builder.environment().put(MARK, mark);
        Process process = builder.start();
        running.removeIf(other -> !other.isAlive());
        running.add(process);
        return process;
    }

    /** Sends a signal to a command and all that it started in its session. */
    void signal(Process process, int signal) {
        if (setsid.isPresent()) {
            kill(signal, "-" + process.pid());
        } else {
            process.descendants().forEach(child -> kill(signal, Long.toString(child.pid())));
            kill(signal, Long.toString(process.pid()));
        }
    }

    @Override
    public void close() {
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        List<ProcessHandle> left = alive();
        // again, because a process may have forked after it was seen
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            left = alive();
        }
        if (!left.isEmpty()) {
            LOG.warn("processes of the mini cluster did not end: {}; kill them by hand", left);
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("threads of the mini cluster did not end within {} s", END_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> alive() {
        List<ProcessHandle> found = new ArrayList<>();
        for (Process process : running) {
            process.descendants().forEach(found::add);
            if (process.isAlive()) {
                found.add(process.toHandle());
            }
        }
        Path proc = Path.of("/proc");
        if (Files.isReadable(proc.resolve("self/environ"))) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
                for (Path process : all) {
                    if (isMarked(process)) {
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                                .ifPresent(found::add);
                    }
                }
            } catch (IOException e) {
                LOG.warn("cannot look for processes of the mini cluster in /proc", e);
            }
        }
        return found;
    }

    private boolean isMarked(Path process) {
        try {
            String environment =
                    new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
            return environment.contains(MARK + "=" + mark);
        } catch (IOException endedOrForeign) {
            return false;
        }
    }

    /** Java can signal one process only, and with two signals; the shell can do the rest (dash knows no {@code --} here). */
    private static void kill(int signal, String target) {
        try {
            Process kill = new ProcessBuilder(
                            "/bin/sh", "-c", "kill \"-$1\" \"$2\"", "sh", String.valueOf(signal), target)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.getOutputStream().close();
            kill.waitFor();
        } catch (IOException e) {
            LOG.warn("cannot send signal {} to process {} of the mini cluster", signal, target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
