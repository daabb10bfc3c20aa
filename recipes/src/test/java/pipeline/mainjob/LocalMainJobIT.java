package pipeline.mainjob;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import pipeline.testing.LeakCheck;

@ExtendWith(LeakCheck.class)
class LocalMainJobIT extends MainJobContract {

    @Override
    String configuration() {
        return TestConfiguration.text("method = local", directory);
    }

    @Override
    List<String> hosts() {
        return List.of("lce001", "lce002", "lce003");
    }

    @Override
    List<Integer> perMachine(int maxPerNode) {
        return List.of(maxPerNode);
    }
}
