package pipeline.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.remote.RemoteHost;
import pipeline.remote.shell.SlotContract;
import pipeline.testing.LeakCheck;

class LocalDoorTest extends SlotContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final LocalDoor door = new LocalDoor(Duration.ofSeconds(15));

    @AfterEach
    void close() {
        door.close();
    }

    @Override
    protected RemoteHost host() {
        return door.host("anything");
    }

    @Test
    void all_names_are_one_machine() {
        assertThat(door.machine("lce001")).isEqualTo(door.machine("lce002"));
    }
}
