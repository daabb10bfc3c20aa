package pipeline.cli.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.Configuration;
import pipeline.dispatch.AwayHost;
import pipeline.dispatch.Dispatcher;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.JobsForOtherHosts;
import pipeline.dispatch.PullOptions;
import pipeline.dispatch.Worker;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.log.server.LogServer;
import pipeline.remote.Transport;
import pipeline.remote.settings.RemoteSettings;
import pipeline.time.Scheduler;
import pipeline.web.RunSource;

/** Puts the parts of the engine together: the job table, the log server, the transport and the dispatcher. */
public final class EngineFactory implements Engine.Factory {

    private final Map<String, String> environment;

    public EngineFactory(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Engine.Plan read(Configuration configuration) {
        RemoteSettings remote = RemoteSettings.from(configuration, environment);
        DispatchSettings dispatch = DispatchSettings.from(configuration);
        return new WiredPlan(remote, dispatch);
    }

    private static final class WiredPlan implements Engine.Plan {

        private final RemoteSettings remote;
        private final DispatchSettings dispatch;

        WiredPlan(RemoteSettings remote, DispatchSettings dispatch) {
            this.remote = remote;
            this.dispatch = dispatch;
        }

        @Override
        public Engine open(Engine.Setting setting) throws Exception {
            DispatchSettings settings = settings(setting);
            if (setting.sshConfig().isPresent()) {
                RemoteSettings mini = remote.withSshConfig(setting.sshConfig().get());
                return engine(setting, mini, settings.onMiniCluster());
            }
            return engine(setting, remote, onHosts(settings));
        }

        private DispatchSettings onHosts(DispatchSettings settings) {
            return remote.isThisMachine() ? settings.onThisMachine() : settings;
        }

        @Override
        public DispatchSettings settings(boolean onMiniCluster) {
            return onMiniCluster ? dispatch.onMiniCluster() : onHosts(dispatch);
        }

        @Override
        public Fingerprints fingerprints(boolean onMiniCluster) {
            return new Fingerprints(settings(onMiniCluster), NodeFiles.ofThisProgram());
        }

        @Override
        public Duration grace() {
            return dispatch.grace();
        }

        private DispatchSettings settings(Engine.Setting setting) {
            return setting.grace().map(dispatch::withGrace).orElse(dispatch).requiring(setting.places());
        }

        @Override
        public Engine.Puller openPuller(Engine.Setting setting) throws Exception {
            DispatchSettings here = settings(setting).onThisMachine();
            Parts parts = parts(setting, remote.onThisMachine(), here);
            return new WiredPuller(
                    parts,
                    new Worker(
                            setting.identity(),
                            here,
                            parts.transport(),
                            parts.logServer(),
                            parts.session().membership()));
        }

        private Engine engine(Engine.Setting setting, RemoteSettings transports, DispatchSettings settings)
                throws Exception {
            Parts parts = parts(setting, transports, settings);
            return new WiredEngine(
                    parts,
                    new Dispatcher(
                            setting.identity(),
                            settings,
                            parts.transport(),
                            parts.logServer(),
                            parts.session().membership()));
        }
    }

    /** The table comes first: without it nothing is started. */
    private static Parts parts(Engine.Setting setting, RemoteSettings transports, DispatchSettings settings)
            throws Exception {
        JobTableSession session = JobTableSession.take(setting.table());
        try {
            LogServer logServer = LogServer.start(settings.logTransport().bind(), setting.sink());
            return new Parts(session, logServer, transports.open(Scheduler.system()));
        } catch (IOException e) {
            session.close();
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the log server cannot listen on " + settings.logTransport().bind() + " (" + e.getMessage()
                            + "); look at log_transport in [remote]",
                    e);
        }
    }

    private record Parts(JobTableSession session, LogServer logServer, Transport transport) implements AutoCloseable {

        @Override
        public void close() {
            session.close();
            transport.close();
            logServer.close();
        }
    }

    private record WiredEngine(Parts parts, Dispatcher dispatcher) implements Engine {

        @Override
        public JobRunner runner() {
            return dispatcher;
        }

        @Override
        public RunSteps steps() {
            return new RecordedSteps(dispatcher.steps());
        }

        @Override
        public Refresher refresher() {
            return parts.session().refresher(dispatcher::withoutOutputs);
        }

        @Override
        public RunSource pages() {
            return parts.session().pages();
        }

        @Override
        public List<AwayHost> awayHosts() {
            return dispatcher.awayHosts();
        }

        @Override
        public void stop(StopMode how, String reason) {
            dispatcher.stop(how, reason);
        }

        @Override
        public void close() {
            dispatcher.close();
            parts.close();
        }
    }

    private record WiredPuller(Parts parts, Worker worker) implements Engine.Puller {

        @Override
        public Refresher refresher() {
            return parts.session().refresher(Refresher.OutputLook.NONE);
        }

        @Override
        public Outcomes pull(PullOptions pullOptions, JobListener listener) throws InterruptedException {
            return worker.work(pullOptions, listener);
        }

        @Override
        public JobsForOtherHosts jobsForOtherHosts() {
            return worker.jobsForOtherHosts();
        }

        @Override
        public void stop(StopMode how, String reason) {
            worker.stop(how, reason);
        }

        @Override
        public void close() {
            worker.close();
            parts.close();
        }
    }
}
