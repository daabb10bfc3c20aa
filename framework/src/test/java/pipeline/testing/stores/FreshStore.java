package pipeline.testing.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pipeline.testing.Directories;

/**
 * An empty database for each test; give it to an instance field with {@code @RegisterExtension}. The
 * servers are started when the first test wants them and serve all tests of this JVM. While a test runs, the JVM's time
 * zone is Newfoundland's, so that neither it, nor the sessions, nor the servers live in UTC.
 */
public final class FreshStore implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace SERVERS = ExtensionContext.Namespace.create(FreshStore.class);
    private static final TimeZone FAR_FROM_UTC = TimeZone.getTimeZone("America/St_Johns");

    /** What migrations have done stays with the tables that they made. */
    private static final String MIGRATIONS = "schema_step";

    private final StoreKind kind;
    private final boolean keepsTables;
    private final TimeZone usual = TimeZone.getDefault();
    private @Nullable StorePlace place;
    private @Nullable Path directory;
    private @Nullable StoreServer server;

    /** Makes one that gives each test a database without tables. */
    public FreshStore(StoreKind kind) {
        this(kind, false);
    }

    private FreshStore(StoreKind kind, boolean keepsTables) {
        this.kind = kind;
        this.keepsTables = keepsTables;
    }

    /**
     * Makes one for tests that change no tables: of a server, a test gets a database in which another one has made them, without
     * rows, which takes a fraction of the time.
     */
    public static FreshStore withTables(StoreKind kind) {
        return new FreshStore(kind, true);
    }

    public StoreKind kind() {
        return kind;
    }

    /** Returns where the database of this test is. */
    public StorePlace place() {
        if (place == null) {
            throw new IllegalStateException("no test runs; this is an extension of each test");
        }
        return place;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        TimeZone.setDefault(FAR_FROM_UTC);
        switch (kind) {
            case SQLITE_FILE -> {
                directory = Files.createTempDirectory("store");
                place = new StorePlace("jdbc:sqlite:" + directory.resolve("jobs.sqlite"), null, null);
            }
            case SQLITE_MEMORY -> place = new StorePlace("jdbc:sqlite::memory:", null, null);
            case POSTGRESQL -> server = running(context, PostgresServer.class, PostgresServer::new);
            case MARIADB -> server = running(context, MariaDbServer.class, MariaDbServer::new);
        }
        if (server != null) {
            StorePlace kept = keepsTables ? kept(context).poll() : null;
            place = kept != null ? kept : server.create();
        }
    }

    /** Databases of a server that have tables and are of no test now; they end with the server. */
    private static final class KeptPlaces {
        private final Queue<StorePlace> places = new ConcurrentLinkedQueue<>();
    }

    private Queue<StorePlace> kept(ExtensionContext context) {
        return context.getRoot()
                .getStore(SERVERS)
                .getOrComputeIfAbsent(kind, key -> new KeptPlaces(), KeptPlaces.class)
                .places;
    }

    private static List<String> tables(StorePlace place) {
        List<String> names = new ArrayList<>();
        try (Connection connection = place.connect();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(place.url() + ": " + e.getMessage(), e);
        }
        names.remove(MIGRATIONS);
        return names;
    }

    private static <T extends StoreServer> T running(ExtensionContext context, Class<T> type, Starter<T> starter) {
        return context.getRoot().getStore(SERVERS).getOrComputeIfAbsent(type, key -> started(starter), type);
    }

    private static <T extends StoreServer> T started(Starter<T> starter) {
        try {
            return starter.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs and starts a server. */
    @FunctionalInterface
    private interface Starter<T extends StoreServer> {
        T start() throws IOException;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        StorePlace used = place;
        place = null;
        if (server != null && used != null) {
            if (keepsTables && context.getExecutionException().isEmpty()) {
                server.empty(used, tables(used));
                kept(context).add(used);
            } else {
                server.drop(used);
            }
            server = null;
        }
        if (directory != null) {
            Directories.delete(directory);
            directory = null;
        }
        TimeZone.setDefault(usual);
    }
}
