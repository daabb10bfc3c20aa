package pipeline.store.sql.connection;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import pipeline.store.StoreException;

/**
 * Loads SQLite's native library, which has to be a file for that: in the temporary directory, or, where that is full or mounted
 * noexec, in the user's cache or beside the user's job tables. The file is taken away again at once: nothing is left of it, however
 * the process ends.
 */
final class SqliteLibrary {

    /** Where somebody wants the driver to unpack the library, or to find it; then it is left to the driver. */
    private static final List<String> OF_THE_DRIVER = List.of("org.sqlite.tmpdir", "org.sqlite.lib.path");

    private static final String LIBRARY_IN = "org.sqlite.lib.path";
    private static final String LIBRARY_NAME = "org.sqlite.lib.name";

    private static final String ROOM = "2 MB";

    private static final FileAttribute<?> FOR_PROGRAMS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Why it could not be loaded; empty if it is. */
    private static final Optional<String> OBSTACLE =
            OF_THE_DRIVER.stream().allMatch(name -> System.getProperty(name) == null)
                    ? load(places(System.getenv()))
                    : Optional.empty();

    private SqliteLibrary() {}

    /**
     * Returns when it is loaded.
     *
     * @throws StoreException if it cannot be
     */
    static void require() {
        if (OBSTACLE.isPresent()) {
            throw new StoreException(OBSTACLE.get(), null);
        }
    }

    private static List<Path> places(Map<String, String> environment) {
        Path home = directory(environment, "HOME").orElse(Path.of(System.getProperty("user.home")));
        return List.of(
                Path.of(System.getProperty("java.io.tmpdir")),
                directory(environment, "XDG_CACHE_HOME")
                        .orElse(home.resolve(".cache"))
                        .resolve("pipeline"),
                directory(environment, "XDG_STATE_HOME")
                        .orElse(home.resolve(".local/state"))
                        .resolve("pipeline"));
    }

    private static Optional<Path> directory(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }

    private static Optional<String> load(List<Path> places) {
        List<String> obstacles = new ArrayList<>();
        for (Path place : places) {
            Optional<String> obstacle = load(place);
            if (obstacle.isEmpty()) {
                return obstacle;
            }
            obstacles.add(place + " (" + obstacle.get() + ")");
        }
        return Optional.of(
                ("SQLite's library, without which there is no job table in a file or in memory, can be loaded from"
                                + " none of these directories: %s; let one of them have %s of room and not be mounted noexec, or name another"
                                + " one: JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY")
                        .formatted(String.join(", ", obstacles), ROOM));
    }

    /** Returns why it cannot be loaded from a place; empty if it is loaded. */
    private static Optional<String> load(Path place) {
        try {
            Files.createDirectories(place);
            Path file =
                    Files.createTempFile(place, "pipeline-", "-" + LibraryLoaderUtil.getNativeLibName(), FOR_PROGRAMS);
            try {
                unpack(file);
                if (!Files.isExecutable(file)) {
                    return Optional.of("mounted noexec");
                }
                loadByDriver(file);
                return Optional.empty();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return Optional.of(reason(e));
        }
    }

    private static void unpack(Path file) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(name)) {
            if (library == null) {
                throw new FileNotFoundException("there is no " + name + " in the jar");
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                library.transferTo(out);
            }
        }
    }

    /** Only the driver loads it: a second one in the same process would not know what was set for the first one. */
    private static void loadByDriver(Path file) throws IOException {
        System.setProperty(LIBRARY_IN, String.valueOf(file.toAbsolutePath().getParent()));
        System.setProperty(LIBRARY_NAME, String.valueOf(file.getFileName()));
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            System.clearProperty(LIBRARY_IN);
            System.clearProperty(LIBRARY_NAME);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no access";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
    }
}
