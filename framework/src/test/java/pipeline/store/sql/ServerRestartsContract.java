package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.Reservation;
import pipeline.store.StoreException;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.testing.LeakCheck;
import pipeline.testing.stores.OwnServer;
import pipeline.testing.stores.StorePlace;
import pipeline.testing.stores.StoreServer;

/** Servers that go away and come back, and sessions that end in the middle. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerRestartsContract {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final OwnServer own;

    private StoreServer server;
    private StorePlace place;
    private LibraryNoise noise;

    ServerRestartsContract(OwnServer.Starter starter) {
        this.own = new OwnServer(starter);
    }

    @BeforeEach
    void listen() {
        noise = new LibraryNoise();
        server = own.server();
        place = own.place();
    }

    @AfterEach
    void nothing_was_printed() {
        noise.close();
        assertThat(noise.heard()).isEmpty();
    }

    @Test
    void sessions_that_are_killed_are_made_anew() throws SQLException {
        try (Database database = Tables.database(place)) {
            insert(database, 1);
            count(database);
            database.heartbeat((handle, isRepeated) -> insert(handle, 2));
            server.killSessions(place);
            insert(database, 3);
            assertThat(count(database)).isEqualTo(3);
            database.heartbeat((handle, isRepeated) -> insert(handle, 4));
            assertThat(count(database)).isEqualTo(4);
        }
    }

    @Test
    void a_session_that_is_killed_in_the_middle_begins_again_and_knows_it() {
        try (Database database = Tables.database(place)) {
            List<Boolean> tries = new CopyOnWriteArrayList<>();
            database.write((handle, isRepeated) -> {
                tries.add(isRepeated);
                insert(handle, 1);
                if (tries.size() == 1) {
                    server.killSessions(place);
                }
                return insert(handle, 2);
            });
            assertThat(tries).containsExactly(false, true);
            assertThat(count(database)).isEqualTo(2);
        }
    }

    @Test
    void a_write_waits_for_a_server_that_is_started_again_and_is_done_once() throws Exception {
        try (Database database = Tables.database(place, OpenMode.WRITE, LONG)) {
            insert(database, 1);
            CountDownLatch isInTheMiddle = new CountDownLatch(1);
            CountDownLatch isGone = new CountDownLatch(1);
            CompletableFuture<Integer> written =
                    CompletableFuture.supplyAsync(() -> database.write((handle, isRepeated) -> {
                        insert(handle, 2);
                        isInTheMiddle.countDown();
                        await(isGone);
                        return insert(handle, 3);
                    }));
            await(isInTheMiddle);
            server.crash();
            isGone.countDown();
            CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> count(database));
            server.start();
            assertThat(written.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(read.get(60, TimeUnit.SECONDS)).isIn(1L, 3L);
            assertThat(count(database)).isEqualTo(3);
        }
    }

    @Test
    void a_server_that_does_not_come_back_is_reported_after_a_while() throws IOException {
        try (Database database = Tables.database(place, OpenMode.WRITE, SHORT)) {
            insert(database, 1);
            server.stop();
            try {
                assertThatThrownBy(() -> insert(database, 2))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("has been out of reach for ");
                assertThatThrownBy(() -> count(database)).isInstanceOf(StoreException.class);
            } finally {
                server.start();
            }
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void jobs_are_reserved_and_ended_once_though_the_server_fails_again_and_again() throws Exception {
        int jobs = 400;
        try (JobTable table = Tables.open(place)) {
            TableSamples samples = new TableSamples(table);
            long me = samples.member();
            List<Long> ids = samples.submit(me, jobs).stream().map(JobRow::id).toList();
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> runAll(table, me, ids));
            for (int i = 0; i < 3 && !run.isDone(); i++) {
                server.crash();
                server.start();
                table.heartbeat(me);
            }
            assertThat(run.get(120, TimeUnit.SECONDS)).isTrue();
            assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, (long) jobs));
            assertThat(table.jobs(ids)).extracting(JobRow::attempts).containsOnly(1);
            assertThat(table.lastAttempts(ids)).hasSize(jobs);
        }
    }

    /** Runs jobs a few at a time; tells whether every one was reserved and every ending counted. */
    private static boolean runAll(JobTable table, long me, List<Long> ids) {
        boolean isAllWell = true;
        for (int from = 0; from < ids.size(); from += 4) {
            List<Finish> endings = new ArrayList<>();
            for (Optional<Reservation> had : table.finishAndReserve(me, List.of(), ids.subList(from, from + 4))
                    .reserved()) {
                isAllWell &= had.isPresent();
                had.ifPresent(it -> endings.add(new Finish(it, new Finish.Succeeded("1"), TableSamples.run())));
            }
            isAllWell &=
                    !table.finishAndReserve(me, endings, List.of()).accepted().contains(false);
        }
        return isAllWell;
    }

    private static int insert(Database database, int number) {
        return database.write((handle, isRepeated) -> insert(handle, number));
    }

    private static int insert(Handle handle, int number) {
        return handle.execute("INSERT INTO open_batch (batch_id, member_id) VALUES (?, 1)", number);
    }

    private static long count(Database database) {
        return database.read((handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM open_batch")
                .mapTo(Long.class)
                .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
