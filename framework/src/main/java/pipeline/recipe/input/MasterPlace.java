package pipeline.recipe.input;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files and directories of the master, and what is wrong with them. */
public final class MasterPlace {

    /** Says what is wrong with a place; null if it fits. */
    @FunctionalInterface
    interface Check {
        @Nullable
        String fault(Path path);
    }

    private MasterPlace() {}

    /** Returns the path that a text names; null if it names none. */
    static @Nullable Path path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    static @Nullable String existing(Path path) {
        return Files.exists(path) ? null : missing(path);
    }

    static @Nullable String readable(Path file) {
        if (!Files.exists(file)) {
            return missing(file);
        }
        if (Files.isDirectory(file)) {
            return file + " is a directory";
        }
        return Files.isReadable(file) ? null : file + " cannot be read by you";
    }

    static @Nullable String executable(Path file) {
        String fault = readable(file);
        return fault != null ? fault : Files.isExecutable(file) ? null : file + " cannot be executed by you";
    }

    static @Nullable String directory(Path directory) {
        if (!Files.exists(directory)) {
            return missing(directory);
        }
        return Files.isDirectory(directory) ? null : directory + " is a file";
    }

    static @Nullable String makeable(Path directory) {
        Path known = directory.toAbsolutePath().normalize();
        while (known != null && !Files.exists(known)) {
            known = known.getParent();
        }
        if (known == null || !Files.isDirectory(known)) {
            return known + " is a file";
        }
        return Files.isWritable(known) ? null : known + " takes no files from you";
    }

    /** Says why a file cannot be written, as far as its directory shows; null if it can. */
    public static @Nullable String writable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null) {
            return "%s is a directory; name a file".formatted(file);
        }
        if (!Files.isDirectory(directory)) {
            return "there is no directory %s; make it first".formatted(directory);
        }
        return Files.isWritable(directory) ? null : directory + " takes no files from you";
    }

    /** Returns what may be meant in place of a file that is not there; empty if it is. */
    static String hintIfMissing(Path file) {
        return Files.exists(file) ? "" : Alternatives.hint(file);
    }

    private static String missing(Path path) {
        return "there is no %s%s".formatted(path, Alternatives.hint(path));
    }
}
