package pipeline.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the job table lies, and who asks for it.
 *
 * @param url a JDBC URL without user and password; that of an SQLite file has its whole path
 * @param password must not be shown to anybody
 */
public record TableLocation(String url, Optional<String> user, Optional<String> password) {

    /** What the URL of an SQLite database begins with. */
    public static final String SQLITE = "jdbc:sqlite:";

    private static final String IN_MEMORY = SQLITE + ":memory:";

    public TableLocation {
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(password, "password is null");
    }

    /** Returns the place of a table that ends with the process. */
    public static TableLocation inMemory() {
        return new TableLocation(IN_MEMORY, Optional.empty(), Optional.empty());
    }

    /** Returns the place of a table in an SQLite file. */
    public static TableLocation in(Path file) {
        return new TableLocation(SQLITE + file.toAbsolutePath().normalize(), Optional.empty(), Optional.empty());
    }

    public boolean isInMemory() {
        return url.equals(IN_MEMORY);
    }

    /** Returns the SQLite file; empty if the table is somewhere else. */
    public Optional<Path> sqliteFile() {
        return url.startsWith(SQLITE) && !isInMemory()
                ? Optional.of(Path.of(url.substring(SQLITE.length())))
                : Optional.empty();
    }

    /** Shows everything but the password. */
    @Override
    public String toString() {
        return url + user.map(name -> " as " + name).orElse("");
    }
}
