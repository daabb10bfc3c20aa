package pipeline.store.sql.connection;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/**
 * A directory that can be made read only: by its rights, or, since rights do not keep root from writing, by a file system of
 * its own.
 */
final class ReadOnlyPlace implements AutoCloseable {

    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private final Path directory;

    ReadOnlyPlace(Path directory) throws IOException {
        this.directory = Files.createDirectory(directory);
        if (IS_ROOT) {
            ProgramRun mount =
                    ProgramRun.of(RequiredProgram.MOUNT, "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString());
            Assumptions.assumeTrue(mount.exitCode() == 0, () -> "NOT RUN: root may not mount here: " + mount.err());
        }
    }

    Path directory() {
        return directory;
    }

    /** Nobody writes there from now on. */
    void closeForWriters() throws IOException {
        if (IS_ROOT) {
            ProgramRun.of(RequiredProgram.MOUNT, "-o", "remount,ro", directory.toString())
                    .orFail("mounting it read only");
        } else {
            set(directory, "r-xr-xr-x");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    set(file, "r--r--r--");
                }
            }
        }
    }

    private static void set(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Override
    public void close() throws IOException {
        if (IS_ROOT) {
            ProgramRun.of(RequiredProgram.UMOUNT, directory.toString()).orFail("unmounting");
        } else {
            set(directory, "rwxr-xr-x");
        }
    }
}
