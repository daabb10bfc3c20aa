package pipeline.mainjob;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.minicluster.MiniCluster;
import pipeline.testing.LeakCheck;

class MiniClusterMainJobIT extends MainJobContract {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    static Path clusterDirectory;

    private static MiniCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = MiniCluster.start(clusterDirectory.resolve("cluster"));
        cluster.ensure(List.of("lce001", "lce002", "lce003"));
    }

    @AfterAll
    static void closeCluster() throws Exception {
        cluster.close();
    }

    @Override
    String configuration() {
        return TestConfiguration.text("ssh_config = " + cluster.sshConfig(), directory);
    }

    @Override
    List<String> hosts() {
        return List.of("lce001", "lce002", "lce003");
    }
}
