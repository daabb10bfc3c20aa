package pipeline.lineage;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.OpenSshServer;

class OpenSshResumedStepsIT extends ResumedStepsContract {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.options().build();

    @Override
    String remote() {
        return "ssh_config = " + SERVER.sshConfig();
    }

    @Override
    List<String> hosts() {
        return List.of("h2", "h3", "h4");
    }
}
