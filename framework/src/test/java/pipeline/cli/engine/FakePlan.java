package pipeline.cli.engine;

import java.time.Duration;
import java.util.function.Function;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.DispatchSettings;

/** A plan of a test that runs recipes and has no workers. */
public record FakePlan(Function<Engine.Setting, Engine> opener) implements Engine.Plan {

    @Override
    public Engine open(Engine.Setting setting) {
        return opener.apply(setting);
    }

    @Override
    public DispatchSettings settings(boolean onMiniCluster) {
        return TestRun.settings();
    }

    @Override
    public Fingerprints fingerprints(boolean onMiniCluster) {
        return new Fingerprints(TestRun.settings(), NodeFiles.ofThisProgram());
    }

    @Override
    public Duration grace() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Engine.Puller openPuller(Engine.Setting setting) {
        throw new AssertionError("these tests have no workers");
    }
}
