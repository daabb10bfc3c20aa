package pipeline.cli.engine;

import java.time.Duration;
import java.util.List;
import pipeline.config.Configuration;
import pipeline.dispatch.AwayHost;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.JobListener;
import pipeline.web.RunSource;

/** Makes engines as another factory does; a listener hears of all their jobs. */
public record WatchedEngines(Engine.Factory engines, JobListener watcher) implements Engine.Factory {

    @Override
    public Engine.Plan read(Configuration configuration) {
        return new WatchedPlan(engines.read(configuration), watcher);
    }

    private record WatchedPlan(Engine.Plan plan, JobListener watcher) implements Engine.Plan {

        @Override
        public Engine open(Engine.Setting setting) throws Exception {
            return new WatchedEngine(plan.open(setting), watcher);
        }

        @Override
        public DispatchSettings settings(boolean onMiniCluster) {
            return plan.settings(onMiniCluster);
        }

        @Override
        public Fingerprints fingerprints(boolean onMiniCluster) {
            return plan.fingerprints(onMiniCluster);
        }

        @Override
        public Duration grace() {
            return plan.grace();
        }

        @Override
        public Engine.Puller openPuller(Engine.Setting setting) throws Exception {
            return plan.openPuller(setting);
        }
    }

    private record WatchedEngine(Engine engine, JobListener watcher) implements Engine {

        @Override
        public JobRunner runner() {
            return new WatchedRunner(engine.runner(), step -> watcher);
        }

        @Override
        public RunSteps steps() {
            return engine.steps();
        }

        @Override
        public Refresher refresher() {
            return engine.refresher();
        }

        @Override
        public RunSource pages() {
            return engine.pages();
        }

        @Override
        public List<AwayHost> awayHosts() {
            return engine.awayHosts();
        }

        @Override
        public void stop(StopMode how, String reason) {
            engine.stop(how, reason);
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
