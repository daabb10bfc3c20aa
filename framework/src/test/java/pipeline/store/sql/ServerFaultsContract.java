package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.OpenMode;
import pipeline.store.StoreException;
import pipeline.store.sql.connection.Database;
import pipeline.testing.LeakCheck;
import pipeline.testing.stores.OwnServer;
import pipeline.testing.stores.StorePlace;
import pipeline.testing.stores.StoreServer;

/** Why a database server cannot be used, and what is said about it. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerFaultsContract {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final OwnServer own;

    private StoreServer server;
    private StorePlace place;
    private LibraryNoise noise;

    ServerFaultsContract(OwnServer.Starter starter) {
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
    void a_wrong_password_is_reported_at_once_and_never_shown() {
        StorePlace wrong = new StorePlace(place.url(), place.user(), "an open secret");
        assertThatThrownBy(() -> Tables.database(wrong, OpenMode.WRITE, LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the job table " + place.url() + " does not let this user in")
                .hasMessageContaining("PIPELINE_JOBS_PASSWORD")
                .hasMessageNotContaining("an open secret");
    }

    @Test
    void a_missing_database_is_reported() {
        StorePlace missing = new StorePlace(place.url() + "_not", place.user(), place.password());
        assertThatThrownBy(() -> Tables.database(missing, OpenMode.WRITE, LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the job table " + missing.url())
                .hasMessageContaining("[jobs]");
    }

    @Test
    void an_unknown_host_is_reported() {
        StorePlace nowhere = new StorePlace(
                place.url().replace("127.0.0.1", "no-such-host.invalid"), place.user(), place.password());
        assertThatThrownBy(() -> Tables.database(nowhere, OpenMode.WRITE, SHORT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nobody knows the host no-such-host.invalid");
    }

    @Test
    void a_server_that_does_not_listen_is_reported() {
        StorePlace nobody =
                new StorePlace(place.url().replace(":" + server.port(), ":1"), place.user(), place.password());
        assertThatThrownBy(() -> Tables.database(nobody, OpenMode.READ, SHORT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has been out of reach")
                .hasMessageContaining("see whether the server runs");
    }

    @Test
    void a_server_without_a_free_connection_is_reported() throws SQLException {
        server.allowOneConnection(true);
        try (Connection theOnlyOne = place.connect()) {
            assertThat(theOnlyOne.isValid(1)).isTrue();
            assertThatThrownBy(() -> Tables.database(place, OpenMode.WRITE, SHORT))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has had no connection free")
                    .hasMessageContaining("run fewer workers");
        } finally {
            server.allowOneConnection(false);
        }
    }

    @Test
    void a_server_that_takes_no_changes_is_reported_and_can_be_read() {
        try (Database database = Tables.database(place)) {
            insert(database, 1);
        }
        server.refuseChanges(place, true);
        try (Database database = Tables.database(place, OpenMode.WRITE, SHORT)) {
            assertThat(count(database)).isEqualTo(1);
            assertThatThrownBy(() -> insert(database, 2))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be written");
        } finally {
            server.refuseChanges(place, false);
        }
    }

    @Test
    void a_row_that_somebody_else_holds_for_ever_is_reported_and_nothing_is_half_written() throws SQLException {
        try (Database database = Tables.database(place, OpenMode.WRITE, SHORT)) {
            insert(database, 1);
            try (Connection other = place.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("UPDATE open_batch SET member_id = 7 WHERE batch_id = 1");
                assertThatThrownBy(() -> database.write((handle, isRepeated) -> {
                            insert(handle, 2);
                            return handle.execute("UPDATE open_batch SET member_id = 8 WHERE batch_id = 1");
                        }))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("has been locked by another process for ");
                other.rollback();
            }
            assertThat(count(database)).isEqualTo(1);
        }
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
}
