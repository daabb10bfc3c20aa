package pipeline.cli.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.config.Configuration;
import pipeline.dispatch.AwayHost;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.rules.StopMode;
import pipeline.web.RunSource;

/** An engine whose jobs go to a runner of the test. */
public final class FakeEngine implements Engine, Engine.Factory {

    private final JobRunner runner;
    private @Nullable Setting setting;
    private boolean closed;

    public FakeEngine(JobRunner runner) {
        this.runner = runner;
    }

    @Override
    public Engine.Plan read(Configuration configuration) {
        configuration.section("remote").text("method");
        return new FakePlan(given -> {
            setting = given;
            return this;
        });
    }

    @Override
    public JobRunner runner() {
        return runner;
    }

    @Override
    public RunSteps steps() {
        return new FakeRunSteps();
    }

    @Override
    public RunSource pages() {
        return new FakeRunSource();
    }

    @Override
    public Refresher refresher() {
        throw new UnsupportedOperationException("the recipes of these tests have no source");
    }

    @Override
    public List<AwayHost> awayHosts() {
        return List.of();
    }

    @Override
    public void stop(StopMode how, String reason) {}

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    @Nullable
    public Setting setting() {
        return setting;
    }
}
