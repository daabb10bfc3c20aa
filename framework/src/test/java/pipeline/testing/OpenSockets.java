package pipeline.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which TCP sockets this process holds open (Linux only; elsewhere it finds none). */
final class OpenSockets {

    /** The columns of /proc/net/tcp, see proc(5). */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private static final String LISTEN = "0A";

    private OpenSockets() {}

    /** Returns a description of each socket by its inode. */
    static Map<String, String> ofThisProcess() {
        Path self = Path.of("/proc/self");
        Map<String, String> sockets = new HashMap<>();
        if (!Files.isDirectory(self.resolve("fd"))) {
            return sockets;
        }
        Set<String> ours = inodes(self.resolve("fd"));
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : lines(self.resolve("net").resolve(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length > INODE && ours.contains(columns[INODE])) {
                    sockets.put(columns[INODE], describe(columns));
                }
            }
        }
        return sockets;
    }

    private static String describe(String[] columns) {
        String port = "port " + port(columns[LOCAL]);
        return columns[STATE].equals(LISTEN)
                ? "listening on " + port
                : "connected from " + port + " to port " + port(columns[REMOTE]);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    private static Set<String> inodes(Path descriptors) {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + descriptors + ": " + e.getMessage(), e);
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + table + ": " + e.getMessage(), e);
        }
    }
}
