package pipeline.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Names for network namespaces and mounts of this JVM, by which those that are left behind are found. Thread-safe. */
final class SystemPlaces {

    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private static final String MINE = "pipeline-" + ProcessHandle.current().pid() + "-";
    private static final AtomicInteger MADE = new AtomicInteger();

    private SystemPlaces() {}

    /** Returns a name that no other place on this machine has. */
    static String name() {
        return MINE + MADE.incrementAndGet();
    }

    /** Returns a message for each place of this JVM that is still there. */
    static List<String> left() {
        List<String> left = new ArrayList<>();
        try {
            if (Files.isDirectory(NAMESPACES)) {
                try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMESPACES, MINE + "*")) {
                    names.forEach(name -> left.add("network namespace " + name.getFileName()));
                }
            }
            if (Files.isReadable(MOUNTS)) {
                Files.readAllLines(MOUNTS).stream()
                        .filter(line -> line.startsWith(MINE))
                        .forEach(line -> left.add("mount " + line));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot look for namespaces and mounts: " + e.getMessage(), e);
        }
        return left;
    }
}
