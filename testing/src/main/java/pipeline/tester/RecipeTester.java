package pipeline.tester;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.RecipeName;

/**
 * Tests recipes with JUnit: runs them as the command {@code pipeline} does, in this JVM, on hosts of the mini cluster, which fail as the
 * test wants it. Jobs go the whole way: over SSH, with a job table, by the programs and jars that are brought to the nodes. Java node
 * programs share a warm JVM on each node, in which each has classes, an environment and standard streams of its own.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RecipeTester tester = RecipeTester.hosts("node1", "node2");
 *
 * @Test
 * void lines_are_counted_where_the_file_lies() throws Exception {
 *     RecipeResult run = tester.recipe(CountLines.class)
 *             .file("node1", "a.csv", "1\n2\n")
 *             .map("node1 = [ a.csv ]")
 *             .run();
 *
 *     assertThat(run.exitCode()).isZero();
 *     assertThat(run.result("lines").asInt()).isEqualTo(2);
 * }
 * }</pre>
 *
 * <p>As a static field it starts its hosts once for all tests of the class. Each test begins with nodes without files and an empty job
 * table; a second run in one test finds what the first one left. One test of a process uses it at a time.
 */
public final class RecipeTester implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final ExtensionContext.Namespace namespace = ExtensionContext.Namespace.create(RecipeTester.class, this);
    private final List<String> names;
    private @Nullable TestHosts hosts;
    private @Nullable Path master;

    private RecipeTester(List<String> names) {
        this.names = names;
    }

    /** Makes one for these hosts; a recipe that sends jobs to others fails as in production. */
    public static RecipeTester hosts(String... names) {
        return new RecipeTester(List.of(names));
    }

    /** Returns a test of a recipe of one's own project. It needs no {@code META-INF/services}. */
    public RecipeTest recipe(Class<? extends Recipe> recipe) {
        return new RecipeTest(hosts(), directory(), RecipeName.of(recipe), List.of(recipe));
    }

    /** Returns a test of a recipe in a file, Java, Python or a jar, by its path from the directory in which the tests run. */
    public RecipeTest recipe(Path file) {
        return new RecipeTest(hosts(), directory(), file.toAbsolutePath().toString(), List.of());
    }

    /** Returns a test of a recipe of the class path, by the name that people type. */
    public RecipeTest recipe(String name) {
        return new RecipeTest(hosts(), directory(), name, List.of());
    }

    /** Returns a directory on the master for the files of this test; relative paths start where the tests run, which is not there. */
    public Path directory() {
        if (master == null) {
            throw noTest();
        }
        return master;
    }

    /** Returns the directory of a host in which jobs start: relative paths of the node start there. */
    public Path directory(String host) {
        return hosts().cluster().directory(host);
    }

    private TestHosts hosts() {
        if (hosts == null) {
            throw noTest();
        }
        return hosts;
    }

    private static IllegalStateException noTest() {
        return new IllegalStateException(
                "no test runs; a RecipeTester is a field with @RegisterExtension and is used within a test");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ExtensionContext ofClass = context.getParent().orElse(context);
        TestHosts started = ofClass.getStore(namespace)
                .getOrComputeIfAbsent(
                        TestHosts.class, key -> Unchecked.get(() -> TestHosts.start(names)), TestHosts.class);
        hosts = started;
        master = started.nextTest();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        hosts = null;
        master = null;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        TestHosts started = context.getStore(namespace).remove(TestHosts.class, TestHosts.class);
        if (started != null) {
            started.close();
        }
    }
}
