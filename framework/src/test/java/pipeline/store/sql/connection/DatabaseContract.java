package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.OpenMode;
import pipeline.store.StoreException;
import pipeline.store.sql.Tables;
import pipeline.testing.LeakCheck;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

/** What the operations on the job table rely on in every database. */
@ExtendWith(LeakCheck.class)
abstract class DatabaseContract {

    /** What one database or another takes for the same as its neighbour, or does not take at all. */
    private static final List<String> HOSTILE = List.of(
            "a", "A", "a ", " a", "ä", "Ä", "a\u0308", "ß", "ss", "🔭", "🔬", "日本", "a\\", "a\\\\", "'", "''", "\"",
            "%", "_", "a\n", "a\r\n", "a\t", "\u0001", "\u007f", "?", ":a", "{a}", "--", "NULL", "null", "0", "00",
            "\uFFFD", "");

    @RegisterExtension
    final FreshStore store;

    private Database database;

    DatabaseContract(StoreKind kind) {
        this.store = new FreshStore(kind);
    }

    @BeforeEach
    void open() {
        database = Tables.database(store.place());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_clock_counts_milliseconds_since_1970_whatever_time_zone_the_session_has() {
        long now = database.read((handle, isRepeated) -> new DatabaseClock(database.dialect()).millis(handle));
        assertThat(now).isCloseTo(System.currentTimeMillis(), within(2000L));
    }

    @Test
    void the_clock_has_milliseconds() {
        DatabaseClock clock = new DatabaseClock(database.dialect());
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> database.read((handle, isRepeated) -> clock.millis(handle)) % 10 != 0);
    }

    @Test
    void texts_that_differ_in_anything_are_different_keys_and_come_back_as_they_were() {
        for (String text : HOSTILE) {
            assertThat(job(text)).as("inserted: '%s'", text).isEqualTo(1);
        }
        List<String> read =
                database.read((handle, isRepeated) -> handle.createQuery("SELECT step FROM job ORDER BY job_id")
                        .mapTo(String.class)
                        .list());
        assertThat(read).isEqualTo(HOSTILE);
        for (String text : HOSTILE) {
            long found = database.read(
                    (handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM job WHERE step = :step")
                            .bind("step", text)
                            .mapTo(Long.class)
                            .one());
            assertThat(found).as("found: '%s'", text).isEqualTo(1);
        }
    }

    @Test
    void an_insertion_passes_over_what_is_there_and_over_nothing_else() {
        assertThat(job("first")).isEqualTo(1);
        job("first");
        assertThat(count("job")).isEqualTo(1);
        assertThatThrownBy(() -> database.write((handle, isRepeated) -> insert(handle, "second", "no such status")))
                .isInstanceOf(StoreException.class);
        assertThat(count("job")).isEqualTo(1);
    }

    @Test
    void numbers_have_64_bits() {
        long big = Long.MAX_VALUE - 1;
        database.write((handle, isRepeated) ->
                handle.execute("INSERT INTO open_batch (batch_id, member_id) VALUES (?, ?)", big, big));
        long read = database.read(
                (handle, isRepeated) -> handle.createQuery("SELECT member_id FROM open_batch WHERE batch_id = :big")
                        .bind("big", big)
                        .mapTo(Long.class)
                        .one());
        assertThat(read).isEqualTo(big);
    }

    @Test
    void the_longest_names_and_texts_fit() {
        String name = "🔭".repeat(128);
        String megabyte = "x".repeat(1 << 20);
        database.write((handle, isRepeated) -> handle.createUpdate(
                        "INSERT INTO member (uuid, kind, recipe, job_name, command, shares,"
                                + " version, user_name, machine, boot_id, pid, process_started, connection_id, started_time, heartbeat_time)"
                                + " VALUES ('u', 'master', :name, :name, :command, 0, '', '', '', '', 1, 1, 1, 1, 1)")
                .bind("name", name)
                .bind("command", megabyte)
                .execute());
        List<String> read = database.read(
                (handle, isRepeated) -> handle.createQuery("SELECT command FROM member WHERE job_name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .list());
        assertThat(read).containsExactly(megabyte);
    }

    @Test
    void views_show_times_that_people_can_read() {
        job("seen");
        database.write((handle, isRepeated) -> handle.execute("UPDATE job SET created_time = 1793283258042"));
        List<String> created = database.read((handle, isRepeated) -> handle.createQuery("SELECT created FROM jobs")
                .mapTo(String.class)
                .list());
        assertThat(created).containsExactly("2026-10-29T14:14:18.042Z");
        database.read((handle, isRepeated) -> {
            handle.createQuery("SELECT * FROM attempts").mapToMap().list();
            handle.createQuery("SELECT * FROM members").mapToMap().list();
            return true;
        });
    }

    @Test
    void what_fails_in_the_middle_leaves_nothing_behind() {
        assertThatThrownBy(() -> database.write((handle, isRepeated) -> {
                    insert(handle, "half", "pending");
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");
        assertThat(count("job")).isZero();
    }

    @Test
    void a_reader_sees_one_state_while_others_write() throws Exception {
        if (!store.kind().isShared()) {
            return;
        }
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            List<Long> counts = database.read((handle, isRepeated) -> {
                long before = count(handle, "job");
                get(writer.submit(() -> job("meanwhile")));
                return List.of(before, count(handle, "job"));
            });
            assertThat(counts).containsExactly(0L, 0L);
            assertThat(count("job")).isEqualTo(1);
        } finally {
            writer.shutdown();
            assertThat(writer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void many_writers_at_once_all_come_through() throws Exception {
        long threads = 8;
        int each = 20;
        job("counter");
        ExecutorService writers = Executors.newFixedThreadPool((int) threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            CountDownLatch start = new CountDownLatch((int) threads);
            for (int i = 0; i < threads; i++) {
                ends.add(writers.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int j = 0; j < each; j++) {
                        database.write(
                                (handle, isRepeated) -> handle.execute("UPDATE job SET attempts = attempts + 1"));
                    }
                    return true;
                }));
            }
            ends.forEach(DatabaseContract::get);
        } finally {
            writers.shutdown();
        }
        long attempts = database.read((handle, isRepeated) ->
                handle.createQuery("SELECT attempts FROM job").mapTo(Long.class).one());
        assertThat(attempts).isEqualTo(threads * each);
    }

    @Test
    void deadlocks_are_tried_again() throws Exception {
        job("one");
        job("two");
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch bothHoldOne = new CountDownLatch(store.kind().isServer() ? 2 : 1);
        try {
            Future<?> end = other.submit(() -> crosswise(bothHoldOne, "two", "one"));
            crosswise(bothHoldOne, "one", "two");
            get(end);
        } finally {
            other.shutdown();
        }
        List<Long> attempts = database.read((handle, isRepeated) ->
                handle.createQuery("SELECT attempts FROM job").mapTo(Long.class).list());
        assertThat(attempts).containsExactly(2L, 2L);
    }

    private boolean crosswise(CountDownLatch bothHoldOne, String first, String second) {
        return database.write((handle, isRepeated) -> {
            handle.execute("UPDATE job SET attempts = attempts + 1 WHERE step = ?", first);
            bothHoldOne.countDown();
            await(bothHoldOne);
            handle.execute("UPDATE job SET attempts = attempts + 1 WHERE step = ?", second);
            return true;
        });
    }

    @Test
    void a_table_that_was_opened_for_reading_cannot_be_changed() {
        if (!store.kind().isShared()) {
            return;
        }
        job("there");
        try (Database reader = Tables.database(store.place(), OpenMode.READ, Duration.ofSeconds(5))) {
            assertThat(reader.<Long>read((handle, isRepeated) -> count(handle, "job")))
                    .isEqualTo(1);
            assertThatThrownBy(() -> reader.write((handle, isRepeated) -> handle.execute("DELETE FROM job")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("opened for reading only");
            assertThatThrownBy(() -> reader.heartbeat((handle, isRepeated) -> handle.execute("DELETE FROM job")))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> reader.read((handle, isRepeated) -> handle.execute("DELETE FROM job")))
                    .isInstanceOf(StoreException.class);
        }
        assertThat(count("job")).isEqualTo(1);
    }

    private int job(String step) {
        return database.write((handle, isRepeated) -> insert(handle, step, "pending"));
    }

    private int insert(Handle handle, String step, String status) {
        return handle.createUpdate(database.dialect()
                        .insertIgnore(
                                "job",
                                "recipe, job_name, step, position, key_hash, job_key, host, program, work, priority, status, reason,"
                                        + " created_time, scheduled_time, error_message, user_name, pid, connection_id, version,"
                                        + " attempts, reservation, submitter, batch",
                                "VALUES ('r', 'j', :step, 0, 'h', '{}', 'lce001', 'true', '{}', 5, :status, '',"
                                        + " 1, 1, '', '', 0, 0, '', 0, 0, 1, 0)"))
                .bind("step", step)
                .bind("status", status)
                .execute();
    }

    private long count(String table) {
        return database.read((handle, isRepeated) -> count(handle, table));
    }

    private static long count(Handle handle, String table) {
        return handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
