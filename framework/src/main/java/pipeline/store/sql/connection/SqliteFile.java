package pipeline.store.sql.connection;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import pipeline.store.StoreException;

/**
 * The file of a SQLite database.
 *
 * @param isOnNfs whether it lies on NFS, where SQLite's shared memory does not work
 */
public record SqliteFile(Path path, boolean isOnNfs) {

    /** Finds out where a file lies or would lie. */
    public static SqliteFile at(Path path) {
        return new SqliteFile(path, fileSystem(path).toLowerCase(Locale.ROOT).startsWith("nfs"));
    }

    private static String fileSystem(Path path) {
        for (Path place = path.toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place)) {
                try {
                    return Files.getFileStore(place).type();
                } catch (IOException notKnown) {
                    return "";
                }
            }
        }
        return "";
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Returns whether nothing has been written to it yet. */
    boolean isEmpty() {
        return path.toFile().length() == 0;
    }

    /** Makes the file if it is not there, for nobody else to read, and its directories. */
    void make() {
        Path directory = path.toAbsolutePath().getParent();
        try {
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            makeFile();
        } catch (IOException e) {
            throw new StoreException(
                    "the job table %s cannot be made: %s; set the rights of %s, or name another one in [jobs] url"
                            .formatted(path, reason(e), directory),
                    e);
        }
    }

    /**
     * Refuses what is no file, and for writing what may not be written: it can be opened all the same, and the first change would
     * wait for somebody to set its rights.
     */
    public void refuseIfUnusable(boolean isReadOnly) {
        if (!exists() || (isReadOnly && !Files.isDirectory(path))) {
            return;
        }
        FileAccessCheck.of(path, !isReadOnly).ifPresent(obstacle -> {
            String verb = isReadOnly ? "read" : "written";
            throw new StoreException("the job table %s cannot be %s: %s".formatted(path, verb, obstacle), null);
        });
    }

    /** An open file that nobody can find any more can be written as before, but all of it would be lost. */
    void refuseIfGone() {
        if (!exists()) {
            throw new StoreException(
                    "the job table %s was taken away while it was in use; put it back, with %s-wal, and start the same command again"
                            .formatted(path, path.getFileName()),
                    null);
        }
    }

    private void makeFile() throws IOException {
        try {
            if (Files.notExists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException anotherWasQuicker) {
            // it made what was to be made
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return e.getMessage() + " is no directory";
        }
        return e instanceof AccessDeniedException ? "no access to " + e.getMessage() : String.valueOf(e.getMessage());
    }

    /** Returns the URL for everything. */
    String url() {
        return "jdbc:sqlite:" + uri();
    }

    /**
     * Returns the URL for reading. A reader of a write-ahead log has to write into the directory; where it may not, and
     * no log is left behind, the file is as good as on a disk that is read only.
     */
    String readingUrl() {
        Path directory = path.toAbsolutePath().getParent();
        boolean needsNoLog = Files.notExists(beside("-wal")) && directory != null && !Files.isWritable(directory);
        return url() + (needsNoLog ? "?immutable=1" : "");
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private URI uri() {
        return path.toAbsolutePath().toUri();
    }
}
