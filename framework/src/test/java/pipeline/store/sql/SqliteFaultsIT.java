package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.StoreException;
import pipeline.store.sql.connection.Database;
import pipeline.testing.LeakCheck;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;
import pipeline.testing.Seed;
import pipeline.testing.SmallDisk;
import pipeline.testing.stores.StorePlace;

/** What can be wrong with the file of a table, and what is said about it. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // what is in the way goes in the middle of a test
class SqliteFaultsIT {

    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = directory.resolve("jobs.sqlite");
    }

    @Test
    void a_lock_of_somebody_else_is_waited_for() throws Exception {
        try (Database database = open(Duration.ofSeconds(30));
                SqliteWriteLock other = lock()) {
            CountDownLatch isTried = new CountDownLatch(1);
            CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> {
                isTried.countDown();
                return insert(database, 1);
            });
            isTried.await();
            assertThat(written).isNotDone();
            other.release();
            assertThat(written.get()).isEqualTo(1);
        }
    }

    @Test
    void a_lock_that_never_goes_is_reported_with_what_to_do() throws Exception {
        try (Database database = open(SHORT);
                SqliteWriteLock other = lock()) {
            assertThatThrownBy(() -> insert(database, 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the job table " + file + " has been locked by another process")
                    .hasMessageContaining("fuser " + file);
            other.release();
            assertThat(insert(database, 2)).isEqualTo(1);
        }
    }

    @Test
    void a_table_that_is_locked_when_it_is_opened_is_reported_too() throws Exception {
        open(SHORT).close();
        try (SqliteWriteLock other = lock()) {
            assertThatThrownBy(() -> Tables.database(place(), OpenMode.WRITE, SHORT))
                    .hasMessageContaining("locked by another process");
            other.release();
        }
    }

    @Test
    void readers_do_not_mind_a_writer() throws Exception {
        try (Database database = open(SHORT);
                SqliteWriteLock other = lock()) {
            assertThat(count(database)).isZero();
            other.release();
        }
    }

    @Test
    void a_full_disk_stops_a_write_and_leaves_nothing_half_written() {
        try (Database database = open(SHORT)) {
            insert(database, 1);
            database.write((handle, isRepeated) -> {
                handle.createQuery("PRAGMA max_page_count = 1")
                        .mapTo(Long.class)
                        .one();
                return true;
            });
            assertThatThrownBy(() -> database.write((handle, isRepeated) -> {
                        for (int i = 2; i < 5000; i++) {
                            insert(handle, i);
                        }
                        return true;
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the disk that holds it is full")
                    .hasMessageContaining("free some room");
            assertThat(count(database)).isEqualTo(1);
            database.write((handle, isRepeated) -> {
                handle.createQuery("PRAGMA max_page_count = 1000000")
                        .mapTo(Long.class)
                        .one();
                return true;
            });
            assertThat(insert(database, 2)).isEqualTo(1);
        }
    }

    @Test
    void who_runs_jobs_waits_until_there_is_room_again() throws Exception {
        try (SmallDisk disk = SmallDisk.at(directory.resolve("small"));
                Database database =
                        Tables.databaseForRun(place(disk.directory().resolve("jobs.sqlite")), Duration.ofSeconds(60))) {
            insert(database, 1);
            disk.fill();
            assertThatThrownBy(() -> {
                        try (Database command = Tables.database(
                                place(disk.directory().resolve("jobs.sqlite")),
                                OpenMode.WRITE,
                                Duration.ofSeconds(60))) {
                            command.write((handle, isRepeated) -> insertMany(handle, 10_000));
                        }
                    })
                    .as("a command says it at once")
                    .hasMessageContaining("is full");
            CompletableFuture<Long> written =
                    CompletableFuture.supplyAsync(() -> database.write((handle, isRepeated) -> insertMany(handle, 2)));
            assertThatThrownBy(() -> written.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(count(database)).as("it can be read meanwhile").isEqualTo(1);
            disk.makeSpace();
            assertThat(written.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(count(database)).isGreaterThan(1000);
        }
    }

    private static long insertMany(Handle handle, int first) {
        for (int i = first; i < first + 5000; i++) {
            insert(handle, i);
        }
        return 1;
    }

    @Test
    void a_damaged_file_is_reported_with_how_to_save_it() throws Exception {
        try (Database database = open(SHORT)) {
            for (int i = 0; i < 2000; i++) {
                insert(database, i);
            }
        }
        long seed = Seed.of(SqliteFaultsIT.class);
        byte[] garbage = new byte[4096];
        new Random(seed).nextBytes(garbage);
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 4096; at < damaged.length(); at += garbage.length) {
                damaged.seek(at);
                damaged.write(garbage);
            }
        }
        assertThatThrownBy(() -> Tables.database(place(), OpenMode.WRITE, SHORT))
                .as("seed %d", seed)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the job table " + file + " is damaged")
                .hasMessageContaining(".dump");
    }

    @Test
    void what_is_typed_to_save_a_damaged_file_saves_what_can_be_read_of_it() throws Exception {
        Path odd = directory.resolve("it's odd.sqlite");
        int many = 5000;
        try (Database database = Tables.database(place(odd), OpenMode.WRITE, SHORT)) {
            database.write((handle, isRepeated) -> {
                for (int i = 1; i <= many; i++) {
                    handle.createUpdate("INSERT INTO drain (host, job_name, user_name, machine, reason, drained_time)"
                                    + " VALUES (:host, '', 'me', 'here', :reason, 1)")
                            .bind("host", "n" + i)
                            .bind("reason", "ROLLBACK;\nit's dusty ".repeat(5))
                            .execute();
                }
                return true;
            });
        }
        long seed = Seed.of(SqliteFaultsIT.class);
        byte[] garbage = new byte[3 * 4096];
        new Random(seed).nextBytes(garbage);
        try (RandomAccessFile damaged = new RandomAccessFile(odd.toFile(), "rw")) {
            // in the middle of the rows
            damaged.seek(damaged.length() / 4096 / 2 * 4096);
            damaged.write(garbage);
        }
        StoreException told = catchThrowableOfType(StoreException.class, () -> {
            try (Database database = Tables.database(place(odd), OpenMode.WRITE, SHORT)) {
                database.read((handle, isRepeated) ->
                        handle.createQuery("SELECT * FROM drain").mapToMap().list());
            }
        });

        String typed = told.getMessage().replaceFirst("(?s).*save what can be read with: (.*); then move .*", "$1");
        ProgramRun.of(RequiredProgram.SQLITE, "-version").orFail("sqlite3");
        ProgramRun saving = ProgramRun.of(RequiredProgram.SH, "-c", typed);
        assertThat(saving.exitCode())
                .as("-Dseed=%d, %s: %s", seed, typed, saving.err())
                .isZero();
        Files.move(Path.of(odd + ".saved"), odd, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(Path.of(odd + "-wal"));
        Files.deleteIfExists(Path.of(odd + "-shm"));
        try (Database database = Tables.database(place(odd), OpenMode.WRITE, SHORT)) {
            assertThat(database.<Integer>read((handle, isRepeated) -> handle.createQuery(
                                    "SELECT COUNT(*) FROM drain WHERE reason = :reason")
                            .bind("reason", "ROLLBACK;\nit's dusty ".repeat(5))
                            .mapTo(Integer.class)
                            .one()))
                    .as("-Dseed=%d", seed)
                    .isBetween(many / 2, many - 1);
            assertThat(insert(database, 7)).isEqualTo(1);
        }
    }

    @Test
    void a_file_that_is_no_database_is_left_alone() throws IOException {
        String letter = "Dear reader,\n".repeat(100);
        Files.writeString(file, letter);
        for (OpenMode mode : OpenMode.values()) {
            assertThatThrownBy(() -> Tables.database(place(), mode, SHORT))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file + " is no SQLite database")
                    .hasMessageContaining("[jobs] url");
        }
        assertThat(file).hasContent(letter);
    }

    @Test
    void an_empty_file_becomes_a_table_but_is_nothing_to_look_at() throws IOException {
        Files.createFile(file);
        assertThatThrownBy(() -> Tables.database(place(), OpenMode.READ, SHORT))
                .isInstanceOf(NoJobTableException.class);
        try (Database database = open(SHORT)) {
            assertThat(count(database)).isZero();
        }
    }

    @Test
    void a_file_that_is_not_there_is_nothing_to_look_at_and_is_not_made() {
        assertThatThrownBy(() -> Tables.database(place(), OpenMode.READ, SHORT))
                .isInstanceOf(NoJobTableException.class)
                .hasMessage("there is no job table " + file + " yet: no run has recorded anything there");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_directory_in_its_place_is_reported() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(() -> Tables.database(place(), OpenMode.READ, SHORT))
                .hasMessageContaining("cannot be read: it is a directory, where a file is wanted");
        assertThatThrownBy(() -> Tables.database(place(), OpenMode.WRITE, SHORT))
                .hasMessageEndingWith(
                        "cannot be written: it is a directory, where a file is wanted; name one in [jobs] url, such as"
                                + " jdbc:sqlite:" + file.resolve("jobs.sqlite"));
    }

    @Test
    void a_file_in_the_place_of_its_directory_is_reported() throws IOException {
        Path letter = Files.writeString(directory.resolve("letter"), "Dear reader");
        assertThatThrownBy(() -> Tables.database(place(letter.resolve("jobs.sqlite")), OpenMode.WRITE, SHORT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("letter is no directory");
    }

    @Test
    void a_file_that_is_taken_away_in_the_middle_is_reported() throws IOException {
        try (Database database = open(SHORT)) {
            insert(database, 1);
            Files.delete(file);
            assertThatThrownBy(() -> insert(database, 2)).hasMessageContaining("was taken away while it was in use");
        }
    }

    @Test
    void what_a_killed_writer_left_in_its_log_is_read() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("jobs.sqlite");
        try (Database database = open(SHORT)) {
            insert(database, 1);
            for (String part : new String[] {"", "-wal"}) {
                Files.copy(Path.of(file + part), Path.of(copy + part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Database reader = Tables.database(place(copy), OpenMode.READ, SHORT)) {
            assertThat(count(reader)).isEqualTo(1);
        }
    }

    @Test
    void a_reader_reads_while_a_writer_lives_and_after_it() {
        try (Database writer = open(SHORT)) {
            insert(writer, 1);
            try (Database reader = Tables.database(place(), OpenMode.READ, SHORT)) {
                assertThat(count(reader)).isEqualTo(1);
            }
        }
        try (Database reader = Tables.database(place(), OpenMode.READ, SHORT)) {
            assertThat(count(reader)).isEqualTo(1);
        }
    }

    @Test
    void a_name_may_hold_what_urls_must_not() throws IOException {
        Path odd = Files.createDirectory(directory.resolve("a %41?b#c d;e ü")).resolve("jobs & files.sqlite");
        try (Database database = Tables.database(place(odd), OpenMode.WRITE, SHORT)) {
            insert(database, 1);
            assertThat(count(database)).isEqualTo(1);
        }
        assertThat(odd).exists();
    }

    @Test
    void a_closed_table_says_so() {
        Database database = open(SHORT);
        database.close();
        assertThatThrownBy(() -> insert(database, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is closed");
        assertThatCode(database::close).doesNotThrowAnyException();
    }

    private StorePlace place() {
        return place(file);
    }

    private static StorePlace place(Path path) {
        return new StorePlace("jdbc:sqlite:" + path, null, null);
    }

    private Database open(Duration patience) {
        return Tables.database(place(), OpenMode.WRITE, patience);
    }

    private SqliteWriteLock lock() throws SQLException {
        return new SqliteWriteLock(place());
    }

    private static long insert(Database database, int number) {
        return database.write((handle, isRepeated) -> insert(handle, number));
    }

    private static long insert(Handle handle, int number) {
        return handle.execute("INSERT INTO open_batch (batch_id, member_id) VALUES (?, 1)", number);
    }

    private static long count(Database database) {
        return database.read((handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM open_batch")
                .mapTo(Long.class)
                .one());
    }
}
