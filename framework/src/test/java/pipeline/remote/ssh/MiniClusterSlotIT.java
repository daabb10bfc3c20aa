package pipeline.remote.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.minicluster.MiniCluster;
import pipeline.remote.RemoteHost;
import pipeline.remote.shell.SlotContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;

class MiniClusterSlotIT extends SlotContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private MiniCluster cluster;
    private SshTransport transport;

    @BeforeEach
    void start() throws IOException {
        cluster = MiniCluster.start(temporary.resolve("cluster"));
        cluster.ensure(List.of("n1"));
        transport = new SshTransport(
                TestSettings.in(temporary).sshConfig(cluster.sshConfig()).build());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        cluster.close();
    }

    @Override
    protected RemoteHost host() {
        return transport.host("n1");
    }
}
