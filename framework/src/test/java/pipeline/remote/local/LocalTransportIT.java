package pipeline.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.remote.RemoteHost;
import pipeline.remote.shell.SlotContract;
import pipeline.testing.LeakCheck;

class LocalTransportIT extends SlotContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));

    @AfterEach
    void close() {
        transport.close();
    }

    @Override
    protected RemoteHost host() {
        return transport.host("anything");
    }

    @Test
    void all_names_are_one_machine() {
        assertThat(transport.machine("lce001")).isEqualTo(transport.machine("lce002"));
    }
}
