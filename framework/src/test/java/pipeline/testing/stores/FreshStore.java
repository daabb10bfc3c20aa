package pipeline.testing.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pipeline.testing.Directories;

/**
 * An empty database for each test, deleted after it; give it to an instance field with {@code @RegisterExtension}. The
 * servers are started when the first test wants them and serve all tests of this JVM. While a test runs, the JVM's time
 * zone is Newfoundland's, so that neither it, nor the sessions, nor the servers live in UTC.
 */
public final class FreshStore implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace SERVERS = ExtensionContext.Namespace.create(FreshStore.class);
    private static final TimeZone FAR_FROM_UTC = TimeZone.getTimeZone("America/St_Johns");

    private final StoreKind kind;
    private final TimeZone usual = TimeZone.getDefault();
    private @Nullable StorePlace place;
    private @Nullable Path directory;
    private @Nullable StoreServer server;

    public FreshStore(StoreKind kind) {
        this.kind = kind;
    }

    public StoreKind kind() {
        return kind;
    }

    /** Gives where the database of this test is. */
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
            place = server.create();
        }
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
            server.drop(used);
            server = null;
        }
        if (directory != null) {
            Directories.delete(directory);
            directory = null;
        }
        TimeZone.setDefault(usual);
    }
}
