package pipeline.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import pipeline.config.Configuration;
import pipeline.dispatch.DispatchSettings;
import pipeline.dispatch.Dispatcher;
import pipeline.log.server.LogServer;
import pipeline.recipe.JobRunner;
import pipeline.remote.Door;
import pipeline.remote.settings.RemoteSettings;

/** Puts the parts of the engine together: the log server, the door and the dispatcher. */
final class Wiring implements Engine.Factory {

    private final Map<String, String> environment;
    private final Clock clock;

    Wiring(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Engine.Plan read(Configuration configuration) {
        RemoteSettings remote = RemoteSettings.from(configuration, environment);
        DispatchSettings dispatch = DispatchSettings.from(configuration);
        return setting -> setting.sshConfig().isPresent()
                ? open(setting, remote.withSshConfig(setting.sshConfig().get()), dispatch.onMiniCluster())
                : open(setting, remote, remote.isThisMachine() ? dispatch.onThisMachine() : dispatch);
    }

    private Engine open(Engine.Setting setting, RemoteSettings remote, DispatchSettings dispatch) throws IOException {
        LogServer logServer;
        try {
            logServer = LogServer.start(dispatch.logTransport().bind(), setting.sink());
        } catch (IOException e) {
            throw new MistakeException(
                    ExitCode.CONFIGURATION,
                    "the log server cannot listen on " + dispatch.logTransport().bind() + " (" + e.getMessage()
                            + "); look at log_transport in [remote]",
                    e);
        }
        Door door = remote.open();
        return new WiredEngine(logServer, door, new Dispatcher(setting.identity(), dispatch, door, logServer, clock));
    }

    private record WiredEngine(LogServer logServer, Door door, Dispatcher dispatcher) implements Engine {

        @Override
        public JobRunner runner() {
            return dispatcher::run;
        }

        @Override
        public void stop(String reason) {
            dispatcher.stop(reason);
        }

        @Override
        public void close() {
            dispatcher.close();
            door.close();
            logServer.close();
        }
    }
}
