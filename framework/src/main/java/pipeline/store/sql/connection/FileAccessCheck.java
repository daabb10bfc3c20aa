package pipeline.store.sql.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds what the place or the rights of a file have against its use, and what to do about it. */
final class FileAccessCheck {

    private static final String OTHER_RIGHTS = "; set its rights, or name another one in [jobs] url";

    private FileAccessCheck() {}

    /** Returns it, as it goes on after "cannot be read: "; empty if there is none to be seen. */
    static Optional<String> of(Path file, boolean isWrite) {
        if (Files.isDirectory(file)) {
            return Optional.of("it is a directory, where a file is wanted; name one in [jobs] url, such as jdbc:sqlite:"
                    + file.resolve("jobs.sqlite"));
        } else if (!Files.exists(file)) {
            return Optional.of("the file is not there (any more)" + OTHER_RIGHTS);
        }
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            String name = suffix.isEmpty() ? "it" : part.toString();
            if (Files.exists(part) && !Files.isReadable(part)) {
                return Optional.of(refusal(part, name, "read"));
            } else if (isWrite && Files.exists(part) && !Files.isWritable(part)) {
                return Optional.of(refusal(part, name, "write"));
            }
        }
        Path directory = file.toAbsolutePath().getParent();
        return directory == null || Files.isWritable(directory)
                ? Optional.empty()
                : Optional.of(refusal(directory, "its directory", "write"));
    }

    private static String refusal(Path path, String name, String verb) {
        String user = System.getProperty("user.name");
        String owner = "";
        try {
            if (Files.getFileStore(path).isReadOnly() && verb.equals("write")) {
                return name + " lies on a disk that is mounted read only, so the user " + user + " may not write it"
                        + OTHER_RIGHTS;
            }
            owner = Files.getOwner(path).getName();
        } catch (IOException | UnsupportedOperationException notKnown) {
            // then it is not said
        }
        String belonging = owner.isEmpty() || owner.equals(user) ? "" : name + " belongs to " + owner + ", and ";
        return belonging + "the user " + user + " may not " + verb + " " + name + OTHER_RIGHTS;
    }
}
