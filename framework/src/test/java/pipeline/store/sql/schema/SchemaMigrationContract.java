package pipeline.store.sql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.StoreException;
import pipeline.store.sql.TableSamples;
import pipeline.store.sql.Tables;
import pipeline.store.sql.connection.Database;
import pipeline.testing.LeakCheck;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

/** How tables come into a database that several programs, older and newer ones, may share. */
@ExtendWith(LeakCheck.class)
abstract class SchemaMigrationContract {

    private static final int LAST = SchemaMigration.STEPS.size();
    private static final List<String> NEXT = Stream.concat(SchemaMigration.STEPS.stream(), Stream.of("002-tested.sql"))
            .toList();

    @RegisterExtension
    final FreshStore store;

    SchemaMigrationContract(StoreKind kind) {
        this.store = new FreshStore(kind);
    }

    @Test
    void the_second_opening_changes_nothing() {
        Tables.open(store.place()).close();
        Tables.open(store.place()).close();
        try (Database database = Tables.database(store.place())) {
            assertThat(steps(database)).isEqualTo(upTo(LAST));
        }
    }

    @Test
    void those_who_come_at_the_same_time_find_the_tables_made_once() throws Exception {
        int many = 6;
        CountDownLatch start = new CountDownLatch(many);
        ExecutorService all = Executors.newFixedThreadPool(many);
        try {
            List<Future<List<Integer>>> opened = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                opened.add(all.submit(() -> {
                    start.countDown();
                    start.await();
                    try (Database database = Tables.database(store.place())) {
                        return steps(database);
                    }
                }));
            }
            for (Future<List<Integer>> steps : opened) {
                assertThat(steps.get(60, TimeUnit.SECONDS)).isEqualTo(upTo(LAST));
            }
        } finally {
            all.shutdown();
        }
    }

    @Test
    void a_newer_form_is_refused_for_reading_and_for_writing() {
        Tables.open(store.place()).close();
        store.place().execute("INSERT INTO schema_step (step, taken_time) VALUES (99, 1)");
        for (OpenMode mode : OpenMode.values()) {
            assertThatThrownBy(() -> Tables.database(store.place(), mode, Duration.ofSeconds(5)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            "made by a newer Pipeline (its form is number 99, this one knows " + LAST + ")")
                    .hasMessageContaining(store.place().url().replaceFirst("jdbc:sqlite:", ""));
        }
    }

    @Test
    void an_older_form_is_brought_up_to_date_and_keeps_what_it_holds() {
        try (Database database = Tables.database(store.place())) {
            database.write((handle, isRepeated) ->
                    handle.execute("INSERT INTO open_batch (batch_id, member_id) VALUES (7, 8)"));
            assertThatThrownBy(() -> new SchemaMigration(database, NEXT).check())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("made by an older Pipeline")
                    .hasMessageContaining("the next run brings it to the new form");
            new SchemaMigration(database, NEXT).migrate();
            new SchemaMigration(database, NEXT).check();
            assertThat(steps(database)).isEqualTo(upTo(LAST + 1));
            int noted = database.read((handle, isRepeated) -> handle.createQuery("SELECT note FROM open_batch")
                    .mapTo(Integer.class)
                    .one());
            assertThat(noted).isEqualTo(5);
        }
    }

    @Test
    void successes_of_an_older_form_have_ended_with_0() {
        try (JobTable table = Tables.open(store.place())) {
            TableSamples samples = new TableSamples(table);
            long me = samples.member();
            List<JobRow> jobs = samples.submit(me, 3);
            samples.finish(me, samples.reserve(me, jobs.get(0).id()).orElseThrow(), new Finish.Succeeded(null));
            samples.finish(me, samples.reserve(me, jobs.get(1).id()).orElseThrow(), TableSamples.failed("oops"));
            store.place()
                    .execute(
                            "UPDATE job SET exit_code = NULL WHERE status = 'success'",
                            "UPDATE attempt SET exit_code = NULL WHERE ending = 'success'",
                            "ALTER TABLE member DROP COLUMN output_directory",
                            "DROP VIEW steps",
                            "DROP TABLE step_record",
                            "DELETE FROM schema_step WHERE step >= 5");
        }
        try (JobTable table = Tables.open(store.place())) {
            assertThat(table.jobs(List.of(1L, 2L, 3L)).stream()
                            .map(JobRow::ending)
                            .map(end -> end == null ? null : end.exitCode()))
                    .containsExactly(0, 3, null);
            assertThat(table.lastAttempts(List.of(1L, 2L)))
                    .extracting(AttemptRow::exitCode)
                    .containsExactlyInAnyOrder(0, 3);
        }
    }

    @Test
    void a_database_without_tables_is_told_apart_when_it_is_read() {
        store.place().execute("CREATE TABLE mine (x INT)");
        assertThatThrownBy(() -> Tables.database(store.place(), OpenMode.READ, Duration.ofSeconds(5)))
                .isInstanceOf(NoJobTableException.class)
                .hasMessageContaining("no run has recorded anything there yet");
    }

    @Test
    void tables_of_somebody_else_are_left_alone() {
        store.place().execute("CREATE TABLE job (mine INT)", "INSERT INTO job VALUES (1)");
        assertThatThrownBy(() -> Tables.database(store.place()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("somebody else's")
                .hasMessageContaining("[jobs] url");
        store.place().execute("UPDATE job SET mine = 2");
    }

    @Test
    void a_step_that_was_cut_off_in_the_middle_is_taken_to_its_end() {
        try (Database database = Tables.database(store.place())) {
            store.place()
                    .execute(
                            "DROP VIEW members",
                            "DROP VIEW steps",
                            "DROP TABLE step_record",
                            "DROP VIEW drains",
                            "DROP TABLE drain",
                            "ALTER TABLE member DROP COLUMN output_directory",
                            "ALTER TABLE attempt DROP COLUMN result",
                            "ALTER TABLE attempt DROP COLUMN fingerprint",
                            "ALTER TABLE job DROP COLUMN outputs",
                            "ALTER TABLE job DROP COLUMN fingerprint",
                            "DELETE FROM schema_step");
            if (database.dialect().isSchemaChangedAtOnce()) {
                return;
            }
            store.place().execute("INSERT INTO schema_step (step, taken_time) VALUES (-1, 1)");
            new SchemaMigration(database).migrate();
            assertThat(steps(database)).isEqualTo(upTo(LAST));
            assertThat(database.<Integer>read((handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM members")
                            .mapTo(Integer.class)
                            .one()))
                    .isZero();
        }
    }

    private static List<Integer> upTo(int step) {
        return IntStream.rangeClosed(1, step).boxed().toList();
    }

    private static List<Integer> steps(Database database) {
        return database.read((handle, isRepeated) -> handle.createQuery("SELECT step FROM schema_step ORDER BY step")
                .mapTo(Integer.class)
                .list());
    }
}
