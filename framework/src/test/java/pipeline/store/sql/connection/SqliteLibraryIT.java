package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.SmallDisk;

/** SQLite's library where the temporary directory does not do. */
@ExtendWith(LeakCheck.class)
class SqliteLibraryIT {

    private static final int ANSWER = 42;

    @TempDir
    private Path directory;

    @Test
    void where_nothing_can_be_loaded_from_the_temporary_directory_the_cache_of_the_user_does() throws Exception {
        try (SmallDisk temporary = SmallDisk.withoutPrograms(directory.resolve("tmp"))) {
            assertThat(run(temporary.directory(), directory.resolve("home"))).isEqualTo(ANSWER);
            assertThat(said()).isEmpty();
            assertThat(files(temporary.directory())).isEmpty();
            assertThat(files(directory.resolve("home/.cache"))).isEmpty();
        }
    }

    @Test
    void where_the_temporary_directory_is_full_the_cache_of_the_user_does() throws Exception {
        try (SmallDisk temporary = SmallDisk.at(directory.resolve("tmp"))) {
            temporary.fill();
            assertThat(run(temporary.directory(), directory.resolve("home"))).isEqualTo(ANSWER);
            temporary.makeSpace();
            assertThat(files(temporary.directory())).isEmpty();
        }
    }

    @Test
    void where_no_place_does_each_is_reported_with_its_reason() throws Exception {
        Path home = directory.resolve("home");
        Files.createDirectories(home.resolve(".local"));
        Files.writeString(home.resolve(".local/state"), "in the way");
        try (SmallDisk temporary = SmallDisk.withoutPrograms(directory.resolve("tmp"));
                SmallDisk cache = SmallDisk.at(home.resolve(".cache"))) {
            cache.fill();
            assertThat(run(temporary.directory(), home)).isEqualTo(1);
            assertThat(said())
                    .contains("StoreException: SQLite's library, without which there is no job table in a file or in"
                            + " memory, can be loaded from none of these directories: " + temporary.directory())
                    .contains("mounted noexec")
                    .contains(cache.directory().resolve("pipeline") + " (No space left on device)")
                    .contains(home.resolve(".local/state/pipeline") + " (")
                    .contains("JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY");
        }
    }

    private int run(Path temporary, Path home) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + temporary,
                SqliteLibraryTest.Killed.class.getName(),
                directory.resolve("jobs.sqlite").toString());
        process.environment().put("HOME", home.toString());
        process.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        return process.redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start()
                .waitFor();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private static Stream<Path> files(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }
}
