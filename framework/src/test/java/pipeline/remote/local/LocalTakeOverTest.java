package pipeline.remote.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.remote.Door;
import pipeline.remote.shell.TakeOverContract;
import pipeline.testing.LeakCheck;

class LocalTakeOverTest extends TakeOverContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Override
    protected Door door() {
        return new LocalDoor(Duration.ofSeconds(15));
    }

    /** The streams of a process on this machine break with the master's own process only. */
    @Override
    protected void breakOff(Door door, CompletableFuture<Integer> running) {
        door.close();
    }

    @Override
    protected String name() {
        return "anything";
    }
}
