package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLibraryTest {

    @TempDir
    private Path directory;

    /** A process that ends as one does that is killed. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) {
            try (DatabaseConnections connections =
                    SqliteConnections.inFile(Path.of(args[0]), Duration.ofSeconds(1), false)) {
                int answer = connections
                        .writers()
                        .withHandle(handle -> handle.createQuery("SELECT 42")
                                .mapTo(Integer.class)
                                .one());
                Runtime.getRuntime().halt(answer);
            }
        }
    }

    /** A process that uses SQLite by itself before it uses a job table. */
    static final class UsedBefore {
        private UsedBefore() {}

        public static void main(String[] args) throws SQLException {
            try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + args[0] + ".own")) {
                own.createStatement().execute("CREATE TABLE mine (x INT)");
            }
            Killed.main(args);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Killed.class, UsedBefore.class})
    void a_killed_process_leaves_no_library_in_the_temporary_directory(Class<?> killed) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + directory,
                        killed.getName(),
                        directory.resolve("jobs.sqlite").toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isEqualTo(42);
        if (killed == Killed.class) {
            assertThat(directory).isDirectoryNotContaining("glob:**sqlite*.{so,lck,dll,dylib}");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**pipeline-*");
    }
}
