package pipeline.recipe;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks early that a file can be written, as far as its directory tells. */
final class WritableFile {

    private WritableFile() {}

    /**
     * Returns the file as it was given.
     *
     * @throws UsageException if it cannot be written
     */
    static Path writable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null) {
            throw new UsageException("cannot write " + file + ": it is a directory; name a file");
        }
        if (!Files.isDirectory(directory)) {
            throw new UsageException(
                    "cannot write " + file + ": there is no directory " + directory + "; make it first");
        }
        if (!Files.isWritable(directory)) {
            throw new UsageException("cannot write " + file + ": " + directory + " takes no files from you");
        }
        return file;
    }
}
