package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.lifecycle.JobEvent;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.StoreException;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.store.sql.TableSamples;
import pipeline.store.sql.Tables;
import pipeline.testing.LeakCheck;

/** Where the file of a table lies, and who may use it. */
@ExtendWith(LeakCheck.class)
class SqliteFileIT {

    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = directory.resolve("state/pipeline/jobs.sqlite");
    }

    @Test
    void nobody_else_may_read_a_new_table_or_its_directories() throws IOException {
        try (Database database = open(file, OpenMode.WRITE)) {
            insert(database);
            assertThat(rights(file)).isEqualTo("rw-------");
            assertThat(rights(Path.of(file + "-wal"))).isEqualTo("rw-------");
            assertThat(rights(file.getParent())).isEqualTo("rwx------");
            assertThat(rights(file.getParent().getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void the_rights_of_a_table_that_is_there_stay_as_they_are() throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        open(file, OpenMode.WRITE).close();
        assertThat(rights(file)).isEqualTo("rw-rw----");
    }

    @Test
    void a_write_ahead_log_lets_readers_read_while_somebody_writes() {
        try (Database database = open(file, OpenMode.WRITE)) {
            assertThat(journal(database)).isEqualTo("wal");
            assertThat(database.isForOneOnly()).isFalse();
        }
    }

    @Test
    void on_nfs_there_is_a_rollback_journal_and_one_master() {
        SqliteFile onNfs = new SqliteFile(file, true);
        try (Database database = Tables.inFile(onNfs, OpenMode.WRITE, SHORT)) {
            insert(database);
            assertThat(journal(database)).isEqualTo("delete");
            assertThat(database.isForOneOnly()).isTrue();
        }
        try (Database moved = open(file, OpenMode.WRITE)) {
            assertThat(journal(moved)).isEqualTo("wal");
            assertThat(count(moved)).isEqualTo(1);
        }
    }

    @Test
    void a_table_in_memory_is_nobody_elses() {
        try (Database database = Tables.inMemory(SHORT)) {
            assertThat(database.isForOneOnly()).isTrue();
        }
    }

    @Test
    void a_table_on_a_disk_that_is_read_only_can_be_looked_at_but_not_written() throws IOException {
        try (ReadOnlyPlace place = new ReadOnlyPlace(directory.resolve("disk"))) {
            Path table = place.directory().resolve("jobs.sqlite");
            try (Database database = open(table, OpenMode.WRITE)) {
                insert(database);
            }
            place.closeForWriters();
            try (Database reader = open(table, OpenMode.READ)) {
                assertThat(count(reader)).isEqualTo(1);
            }
            assertThatThrownBy(() -> {
                        try (Database writer = open(table, OpenMode.WRITE)) {
                            insert(writer);
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the job table " + table + " cannot be written: ")
                    .hasMessageContaining("may not write")
                    .hasMessageContaining("set its rights, or name another one in [jobs] url");
        }
    }

    @Test
    void a_new_table_on_a_disk_that_is_read_only_is_reported() throws IOException {
        try (ReadOnlyPlace place = new ReadOnlyPlace(directory.resolve("disk"))) {
            place.closeForWriters();
            Path table = place.directory().resolve("new/jobs.sqlite");
            assertThatThrownBy(() -> open(table, OpenMode.WRITE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the job table " + table + " cannot be made")
                    .hasMessageContaining("[jobs] url");
        }
    }

    @Test
    void a_log_left_behind_on_a_disk_that_is_read_only_is_not_overlooked() throws IOException {
        try (ReadOnlyPlace place = new ReadOnlyPlace(directory.resolve("disk"))) {
            Path table = place.directory().resolve("jobs.sqlite");
            try (Database database = open(file, OpenMode.WRITE)) {
                insert(database);
                for (String part : new String[] {"", "-wal"}) {
                    Files.copy(Path.of(file + part), Path.of(table + part), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            place.closeForWriters();
            assertThatThrownBy(() -> open(table, OpenMode.READ))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be read")
                    .hasMessageContaining("may not write");
        }
    }

    @Test
    void a_new_file_gives_back_the_room_of_what_is_purged_and_an_older_one_when_it_is_compacted() throws Exception {
        try (JobTable table = JobTables.inFile(file)) {
            long full = fill(table);
            purge(table);
            assertThat(table.size()).isLessThan(full / 4);
        }
        Path older = Files.createTempFile(directory, "older", ".sqlite");
        try (Connection first = DriverManager.getConnection("jdbc:sqlite:" + older);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE anything (x INTEGER)");
        }
        try (JobTable table = JobTables.inFile(older)) {
            long full = fill(table);
            purge(table);
            assertThat(table.size()).isGreaterThanOrEqualTo(full);
            table.compact();
            assertThat(table.size()).isLessThan(full / 4);
            assertThat(Files.size(older)).isLessThan(full / 4);
            fill(table);
            purge(table);
            assertThat(table.size()).as("it does so by itself from then on").isLessThan(full / 4);
        }
    }

    private static long fill(JobTable table) {
        TableSamples samples = new TableSamples(table);
        samples.submit(samples.member(), 8000);
        return table.size();
    }

    private static void purge(JobTable table) {
        table.change(JobEvent.IGNORE, QueryCondition.always(), "");
        assertThat(table.change(JobEvent.PURGE, QueryCondition.always(), "").changed())
                .isEqualTo(8000);
    }

    private static Database open(Path path, OpenMode mode) {
        return Tables.inFile(path, mode, SHORT);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String journal(Database database) {
        return database.write((handle, isRepeated) ->
                handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one());
    }

    private static void insert(Database database) {
        database.write(
                (handle, isRepeated) -> handle.execute("INSERT INTO open_batch (batch_id, member_id) VALUES (1, 1)"));
    }

    private static long count(Database database) {
        return database.read((handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM open_batch")
                .mapTo(Long.class)
                .one());
    }
}
