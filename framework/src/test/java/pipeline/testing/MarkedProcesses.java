package pipeline.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds processes anywhere on the machine by a text in their environment (Linux only; elsewhere it finds none). */
public final class MarkedProcesses {

    private MarkedProcesses() {}

    /** Returns the ids of all processes but this one whose environment holds the marker, such as {@code NAME=value}. */
    public static List<Long> withMarker(String marker) {
        Path proc = Path.of("/proc");
        List<Long> found = new ArrayList<>();
        if (!Files.isDirectory(proc.resolve("self"))) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != ProcessHandle.current().pid() && isMarked(pid, marker)) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list /proc: " + e.getMessage(), e);
        }
        return found;
    }

    static boolean isMarked(long pid, String marker) {
        return read(Path.of("/proc", Long.toString(pid), "environ")).contains(marker);
    }

    /** Returns the command line of a process as one line, for messages. */
    static String commandLine(long pid) {
        String text = read(Path.of("/proc", Long.toString(pid), "cmdline"));
        return text.isEmpty()
                ? "(ended or without a command line)"
                : text.replace('\0', ' ').strip();
    }

    /** Returns the processes of the machine, but for those of its kernel: number, parent, state and command line of each. */
    static String all() {
        return ProcessHandle.allProcesses()
                .filter(process -> !read(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                        .isEmpty())
                .map(process -> "%d %d %s %s"
                        .formatted(
                                process.pid(),
                                process.parent().map(ProcessHandle::pid).orElse(0L),
                                state(process.pid()),
                                commandLine(process.pid())))
                .collect(Collectors.joining("\n"));
    }

    private static String state(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        int name = stat.lastIndexOf(')');
        return stat.length() > name + 2 ? stat.substring(name + 2, name + 3) : "?";
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException endedOrForeign) {
            return "";
        }
    }
}
