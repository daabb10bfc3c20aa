package pipeline.testing.stores;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the tests of one class, which may stop it and spoil it, with an empty database for each test. Give it to a
 * field with {@code @RegisterExtension}, in a class with one instance for all tests.
 */
public final class OwnServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** Installs and starts a server. */
    @FunctionalInterface
    public interface Starter {
        StoreServer start() throws IOException;
    }

    private final Starter starter;
    private @Nullable StoreServer server;
    private @Nullable StorePlace place;

    public OwnServer(Starter starter) {
        this.starter = starter;
    }

    /** Returns the server, which runs. */
    public StoreServer server() {
        if (server == null) {
            throw new IllegalStateException("no test runs; this is an extension of tests");
        }
        return server;
    }

    /** Returns where the database of this test is. */
    public StorePlace place() {
        if (place == null) {
            throw new IllegalStateException("no test runs; this is an extension of tests");
        }
        return place;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = starter.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        place = server().create();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server().drop(place());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server().close();
    }
}
