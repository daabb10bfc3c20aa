package pipeline.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails tests that leave a thread, a TCP socket, a child process, a marked process or a file behind, and names what is left.
 *
 * <p>It is on every integration test by itself, and looks after the last test of the class, with what {@code @BeforeAll}
 * started counted in. As an instance field it looks after each test. A static field also takes markers and directories; give
 * it {@code @Order(0)}, so that it looks after the other fields have closed what they hold.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private @Nullable Leaks ofClass;
    private @Nullable Leaks ofTest;

    /** Also looks, on the whole machine, for processes whose environment holds this text, such as {@code NAME=value}. */
    public void watchProcesses(String marker) {
        current().watchProcesses(marker);
    }

    /** Also looks for files and directories below this directory, which must be empty or gone at the end. */
    public void watchDirectory(Path directory) {
        current().watchDirectory(directory);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = Leaks.startingNow();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (ofClass == null) {
            ofTest = Leaks.startingNow();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Leaks leaks = ofTest;
        ofTest = null;
        check(leaks, context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Leaks leaks = ofClass;
        ofClass = null;
        check(leaks, context);
    }

    private static void check(@Nullable Leaks leaks, ExtensionContext context) {
        if (leaks != null) {
            List<String> left = leaks.left(LIMIT);
            if (!left.isEmpty()) {
                throw new AssertionError("%s left %d behind:%n%s%nwhile these processes were there:%n%s"
                        .formatted(
                                context.getDisplayName(), left.size(), String.join("\n", left), MarkedProcesses.all()));
            }
        }
    }

    private Leaks current() {
        Leaks leaks = ofClass != null ? ofClass : ofTest;
        if (leaks == null) {
            throw new IllegalStateException("no test runs; call this from a test or from @BeforeAll or @BeforeEach");
        }
        return leaks;
    }
}
