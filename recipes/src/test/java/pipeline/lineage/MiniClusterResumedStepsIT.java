package pipeline.lineage;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import pipeline.minicluster.MiniCluster;

class MiniClusterResumedStepsIT extends ResumedStepsContract {

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
    String remote() {
        return "ssh_config = " + cluster.sshConfig();
    }

    @Override
    List<String> hosts() {
        return List.of("lce001", "lce002", "lce003");
    }
}
