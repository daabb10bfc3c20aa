package pipeline.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library, which the driver unpacks into a file first, and takes that file away again at once: nothing is
 * left of it, however the process ends.
 */
final class SqliteLibrary {

    private static final String UNPACKED_IN = "org.sqlite.tmpdir";

    /** Where the library is not unpacked at all. */
    private static final String LIBRARY_IN = "org.sqlite.lib.path";

    static {
        if (System.getProperty(UNPACKED_IN) == null && System.getProperty(LIBRARY_IN) == null) {
            unpackAndLoad();
        }
    }

    private SqliteLibrary() {}

    /** Returns when it is loaded; what keeps it from that, the driver tells when it is used. */
    static void load() {
        // done with the class
    }

    private static void unpackAndLoad() {
        try {
            Path directory = Files.createTempDirectory("pipeline-sqlite");
            try {
                System.setProperty(UNPACKED_IN, directory.toString());
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(UNPACKED_IN);
                delete(directory);
            }
        } catch (Exception e) {
            LogManager.getLogger("pipeline.store").debug("SQLite's library is left to its driver", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }
}
