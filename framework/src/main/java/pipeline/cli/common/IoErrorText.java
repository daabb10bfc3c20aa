package pipeline.cli.common;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Why something could not be done with a file, in words: Java's exceptions often say only which file. */
public final class IoErrorText {

    private IoErrorText() {}

    /** Returns the reason and, where it is another than the one asked for, the file. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + ": is there already and is no directory";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }
}
