package pipeline.store.sql.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import pipeline.store.TableLocation;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.dialect.MariaDbDialect;
import pipeline.store.sql.dialect.PostgresDialect;

/** The kinds of servers, and how a session with each of them is to be. */
public enum ServerKind {
    POSTGRESQL {
        @Override
        public Dialect dialect() {
            return new PostgresDialect();
        }

        @Override
        String url(String asked) {
            return asked;
        }

        @Override
        Map<String, String> driver(Duration longestStatement) {
            return Map.of(
                    "ApplicationName", "pipeline",
                    "connectTimeout", Long.toString(CONNECT.toSeconds()),
                    "socketTimeout", Long.toString(longestStatement.toSeconds()),
                    "tcpKeepAlive", "true",
                    "reWriteBatchedInserts", "true");
        }

        @Override
        String start(boolean isReading) {
            return "SET lock_timeout = " + LONGEST_LOCK.toMillis() + "; SET idle_in_transaction_session_timeout = "
                    + LONGEST_SILENCE.toMillis();
        }
    },

    MARIADB {
        @Override
        public Dialect dialect() {
            return new MariaDbDialect();
        }

        @Override
        String url(String asked) {
            // its driver takes MySQL's scheme for somebody else's
            return asked.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
        }

        @Override
        Map<String, String> driver(Duration longestStatement) {
            return Map.of(
                    "connectTimeout",
                    Long.toString(CONNECT.toMillis()),
                    "socketTimeout",
                    Long.toString(longestStatement.toMillis()),
                    "tcpKeepAlive",
                    "true",
                    "useBulkStmtsForInserts",
                    "true");
        }

        @Override
        String start(boolean isReading) {
            return "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = "
                    + LONGEST_LOCK.toSeconds() + ", collation_connection = utf8mb4_bin"
                    + "/*M! , idle_write_transaction_timeout = " + LONGEST_SILENCE.toSeconds()
                    + ", tx_read_only = " + (isReading ? 1 : 0) + " */";
        }
    };

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** What a statement waits for somebody else's lock, until that is reported and tried again. */
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(5);

    /** After this the server takes back the locks of a session that was cut off in the middle of a transaction. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    /** Returns the kind that a URL asks for. */
    public static ServerKind of(TableLocation place) {
        return place.url().startsWith("jdbc:postgresql:") ? POSTGRESQL : MARIADB;
    }

    public abstract Dialect dialect();

    /** Returns the URL as the driver knows it. */
    abstract String url(String asked);

    /** Returns what the driver has to know. */
    abstract Map<String, String> driver(Duration longestStatement);

    /** Returns the first statement of a session. */
    abstract String start(boolean isReading);

    /** Returns what the driver has to know, user and password included. */
    Properties login(TableLocation place, Duration longestStatement) {
        Properties login = new Properties();
        driver(longestStatement).forEach(login::setProperty);
        place.user().ifPresent(user -> login.setProperty("user", user));
        place.password().ifPresent(password -> login.setProperty("password", password));
        return login;
    }
}
