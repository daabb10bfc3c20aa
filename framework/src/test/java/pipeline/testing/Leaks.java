package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Remembers the threads, sockets and child processes of this JVM, and names what has been added since. */
public final class Leaks {

    /** Threads that the JVM, the test engine and the build start when they like and keep. */
    private static final Pattern KEPT_THREADS =
            Pattern.compile("process reaper.*|ForkJoinPool\\.commonPool-.*|CompletableFutureDelayScheduler"
                    + "|Common-Cleaner|Attach Listener|surefire-.*|ping-timer-.*|last-ditch-.*|junit-.*|BC .*"
                    + "|PostgreSQL-JDBC-Cleaner|Cleaner-\\d+|unpacking|sshd-kex-flusher-.*");

    /** In the environment of servers that serve all tests of a JVM and end with it. */
    private static final String OF_ALL_TESTS = "PIPELINE_TEST_SERVER=";

    private static final int STACK_LINES = 12;

    private final Set<Thread> threads = threads();
    private final Set<String> sockets =
            new HashSet<>(OpenSockets.ofThisProcess().keySet());
    private final Set<ProcessHandle> children = children();
    private final List<String> markers = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();

    private Leaks() {}

    /** Remembers what there is now. */
    public static Leaks startingNow() {
        return new Leaks();
    }

    /** Also looks, on the whole machine, for processes whose environment holds this text, such as {@code NAME=value}. */
    public void watchProcesses(String marker) {
        markers.add(marker);
    }

    /** Also looks for files and directories below this directory, which must be empty or gone at the end. */
    public void watchDirectory(Path directory) {
        directories.add(directory);
    }

    /** Returns what is left, one message for each leak; waits for it to go as long as the limit says. */
    public List<String> left(Duration limit) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(limit)
                    .until(() -> leftNow().isEmpty());
            return List.of();
        } catch (ConditionTimeoutException stillThere) {
            return leftNow();
        }
    }

    private List<String> leftNow() {
        List<String> leaks = new ArrayList<>(SystemPlaces.left());
        for (Thread thread : threads()) {
            if (!threads.contains(thread)) {
                leaks.add("thread '" + thread.getName() + "'\n" + stack(thread));
            }
        }
        OpenSockets.ofThisProcess().forEach((inode, socket) -> {
            if (!sockets.contains(inode)) {
                leaks.add("socket " + socket);
            }
        });
        for (ProcessHandle child : children()) {
            if (!children.contains(child)) {
                leaks.add("child process " + child.pid() + ": " + MarkedProcesses.commandLine(child.pid()));
            }
        }
        for (String marker : markers) {
            for (long pid : MarkedProcesses.withMarker(marker)) {
                leaks.add("process with " + marker + " " + pid + ": " + MarkedProcesses.commandLine(pid));
            }
        }
        directories.forEach(directory -> files(directory).forEach(file -> leaks.add("file " + file)));
        return leaks;
    }

    /** Returns whether a thread of this name belongs to an SSH connection, and so should end with it. */
    public static boolean isOfConnection(String name) {
        return (name.startsWith("ssh-") || name.startsWith("sshd-"))
                && !KEPT_THREADS.matcher(name).matches();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !KEPT_THREADS.matcher(thread.getName()).matches())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> !MarkedProcesses.isMarked(child.pid(), OF_ALL_TESTS))
                .collect(Collectors.toSet());
    }

    private static List<Path> files(Path directory) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(path -> !path.equals(directory)).toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot look for files below " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(STACK_LINES)
                .map(line -> "    at " + line)
                .collect(Collectors.joining("\n"));
    }
}
