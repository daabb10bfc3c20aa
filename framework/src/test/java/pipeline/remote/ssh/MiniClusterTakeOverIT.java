package pipeline.remote.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.minicluster.MiniCluster;
import pipeline.remote.Door;
import pipeline.remote.shell.TakeOverContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;

class MiniClusterTakeOverIT extends TakeOverContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private MiniCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = MiniCluster.start(temporary.resolve("cluster"));
        cluster.ensure(List.of("n1"));
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    @Override
    protected Door door() {
        return new SshDoor(
                TestSettings.in(temporary).sshConfig(cluster.sshConfig()).build());
    }

    @Override
    protected String name() {
        return "n1";
    }
}
