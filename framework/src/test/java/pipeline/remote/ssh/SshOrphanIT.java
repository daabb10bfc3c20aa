package pipeline.remote.ssh;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.Transport;
import pipeline.remote.shell.OrphanContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

class SshOrphanIT extends OrphanContract {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.options().build();

    @TempDir
    Path home;

    @Override
    protected Transport transport() {
        return new SshTransport(TestSettings.in(home)
                .sshConfig(SERVER.sshConfig())
                .timeout(Duration.ofSeconds(20))
                .build());
    }

    @Override
    protected String name() {
        return "h2";
    }

    @Override
    protected void cut(Transport transport) {
        SERVER.killConnections();
        transport.close();
    }
}
