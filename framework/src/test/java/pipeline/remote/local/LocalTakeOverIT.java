package pipeline.remote.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.remote.Transport;
import pipeline.remote.shell.SlotTakeOverContract;
import pipeline.testing.LeakCheck;

class LocalTakeOverIT extends SlotTakeOverContract {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Override
    protected Transport transport() {
        return new LocalTransport(Duration.ofSeconds(15));
    }

    /** The streams of a process on this machine break with the master's own process only. */
    @Override
    protected void breakOff(Transport transport, CompletableFuture<Integer> running) {
        transport.close();
    }

    @Override
    protected String name() {
        return "anything";
    }
}
