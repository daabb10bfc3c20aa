package pipeline.testing.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.LeakCheck;

@ExtendWith(LeakCheck.class)
class StoreServersIT {

    @RegisterExtension
    final FreshStore postgres = new FreshStore(StoreKind.POSTGRESQL);

    @RegisterExtension
    final FreshStore mariaDb = new FreshStore(StoreKind.MARIADB);

    @Test
    void no_session_lives_in_utc() throws SQLException {
        assertThat(TimeZone.getDefault().getID()).isEqualTo("America/St_Johns");
        assertThat(one(postgres.place(), "SELECT current_setting('timezone')")).isEqualTo("America/St_Johns");
        assertThat(one(mariaDb.place(), "SELECT TIMEDIFF(NOW(), UTC_TIMESTAMP())"))
                .isEqualTo("05:45:00");
    }

    @Test
    void a_database_is_empty_and_needs_its_password() {
        for (StorePlace place : new StorePlace[] {postgres.place(), mariaDb.place()}) {
            place.execute("CREATE TABLE mine (x INT)");
            assertThatThrownBy(() -> new StorePlace(place.url(), place.user(), "wrong").connect())
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void postgres_comes_back_with_its_data_after_a_stop_and_after_a_crash() throws Exception {
        comesBack(new PostgresServer());
    }

    @Test
    void mariadb_comes_back_with_its_data_after_a_stop_and_after_a_crash() throws Exception {
        comesBack(new MariaDbServer());
    }

    private static void comesBack(StoreServer server) throws IOException, SQLException {
        try (server) {
            StorePlace place = server.create();
            place.execute("CREATE TABLE mine (x INT)", "INSERT INTO mine VALUES (1)");
            server.stop();
            assertThatThrownBy(place::connect).isInstanceOf(SQLException.class);
            server.start();
            place.execute("INSERT INTO mine VALUES (2)");
            server.crash();
            assertThatThrownBy(place::connect).isInstanceOf(SQLException.class);
            server.start();
            assertThat(one(place, "SELECT SUM(x) FROM mine")).isEqualTo("3");
            server.drop(place);
        }
    }

    @Test
    void the_guard_kills_the_server_and_deletes_its_directory() throws Exception {
        Path directory = Files.createTempDirectory("guarded");
        Process server = new ProcessBuilder("sleep", "600").start();
        Path pid = Files.writeString(directory.resolve("pid"), server.pid() + "\nmore");
        new ServerGuard(directory, pid).close();
        await().until(() -> !server.isAlive());
        assertThat(directory).doesNotExist();
    }

    private static String one(StorePlace place, String query) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
