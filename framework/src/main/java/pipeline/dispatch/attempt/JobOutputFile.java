package pipeline.dispatch.attempt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** A file that exists only if something is written to it, and can be watched as it grows. A disk that is full costs the output, not the job. Thread-safe; what comes after the end is dropped. */
public final class JobOutputFile {

    private final Path path;
    private final Logger logger;
    private @Nullable OutputStream stream;
    private boolean done;

    JobOutputFile(Path path, Logger logger) {
        this.path = path;
        this.logger = logger;
    }

    synchronized void write(byte[] bytes, int offset, int length) {
        if (done) {
            return;
        }
        try {
            OutputStream open = stream;
            if (open == null) {
                Files.createDirectories(path.getParent());
                open = Files.newOutputStream(path);
                stream = open;
            }
            open.write(bytes, offset, length);
        } catch (IOException e) {
            done = true;
            logger.warn("output of the job can no longer be written to {}: {}", path, reason(e));
        }
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException about ? about.getReason() : e.getMessage();
        return reason != null ? reason : e.toString();
    }

    /** Closes the file and gives its path; null if nothing was written. */
    synchronized @Nullable Path close() {
        done = true;
        OutputStream open = stream;
        if (open == null) {
            return null;
        }
        try {
            open.close();
        } catch (IOException e) {
            logger.warn("the end of the job's output is missing in {}: {}", path, reason(e));
        }
        return path;
    }
}
