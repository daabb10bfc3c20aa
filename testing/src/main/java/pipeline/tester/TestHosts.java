package pipeline.tester;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import pipeline.minicluster.MiniCluster;

/** The hosts of a test class: the mini cluster, and the interceptor that their jobs ask. They stay from one test to the next. */
final class TestHosts implements AutoCloseable {

    /** Where a node keeps what was brought to it, below its home. */
    static final String NODE_DIRECTORY = ".pipeline";

    private final Path directory;
    private final MiniCluster cluster;
    private final JobInterceptor interceptor;
    private int tests;

    private TestHosts(Path directory, MiniCluster cluster, JobInterceptor interceptor) {
        this.directory = directory;
        this.cluster = cluster;
        this.interceptor = interceptor;
    }

    static TestHosts start(List<String> hosts) throws IOException {
        Path directory = Files.createTempDirectory("pipeline-recipe-tester-").toRealPath();
        MiniCluster cluster = MiniCluster.start(directory.resolve("cluster"));
        cluster.ensure(hosts);
        return new TestHosts(directory, cluster, JobInterceptor.open(directory.resolve("asked")));
    }

    MiniCluster cluster() {
        return cluster;
    }

    JobInterceptor interceptor() {
        return interceptor;
    }

    /** Returns where what is compiled is kept for all tests. */
    Path cache() {
        return directory.resolve("cache");
    }

    /** Takes away what the test before left: its files, its faults. Returns the master's directory of the next test. */
    Path nextTest() throws IOException {
        heal();
        for (String host : cluster.hosts()) {
            Path home = cluster.directory(host);
            try (Stream<Path> entries = Files.list(home)) {
                for (Path entry :
                        entries.filter(path -> !path.endsWith(NODE_DIRECTORY)).toList()) {
                    delete(entry);
                }
            }
        }
        return Files.createDirectories(directory.resolve("test" + ++tests));
    }

    /** Ends all faults. */
    void heal() throws IOException {
        interceptor.setFaults(new FaultPlan());
        for (String host : cluster.hosts()) {
            cluster.setReachable(host, true);
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        interceptor.close();
        delete(directory);
    }

    private static void delete(Path path) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
