package pipeline.remote.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.minicluster.MiniCluster;
import pipeline.remote.Transport;
import pipeline.remote.shell.SlotTakeOverContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;

class MiniClusterTakeOverIT extends SlotTakeOverContract {

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
    protected Transport transport() {
        return new SshTransport(
                TestSettings.in(temporary).sshConfig(cluster.sshConfig()).build());
    }

    @Override
    protected String name() {
        return "n1";
    }
}
