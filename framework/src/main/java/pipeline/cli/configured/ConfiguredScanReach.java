package pipeline.cli.configured;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.MiniClusterSession;
import pipeline.cli.maps.ScanReach;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.remote.Transport;
import pipeline.remote.settings.RemoteSettings;
import pipeline.time.Scheduler;

/** The way to hosts as the configuration says it, or into a mini cluster. */
public final class ConfiguredScanReach implements ScanReach {

    private static final int DEFAULT_FANOUT = 64;

    private static final Map<String, String> NAMES_OF_RUNS =
            Map.of("job_name", "job", "start_time", "2000-01-01T00:00:00", "recipe", "recipe");

    private final CliEnvironment environment;
    private final Engine.Factory engines;
    private final AtomicBoolean hasReported = new AtomicBoolean();

    public ConfiguredScanReach(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    @Override
    public HostsToScan open(ConfigurationOptions options, MiniClusterOption miniCluster, Collection<String> hosts)
            throws ConfigurationException, IOException {
        Configuration configuration = configuration(options);
        RunSections sections = sections(configuration, options);
        RemoteSettings remote = RemoteSettings.from(configuration, environment.variables());
        check(configuration, options);
        int fanout = sections.fanout().orElse(DEFAULT_FANOUT);
        Optional<String> here = Optional.of(environment.directory().toString())
                .filter(place -> remote.isThisMachine() || miniCluster.isTyped());
        Optional<String> directory = sections.workingDirectory().or(() -> here);
        if (!miniCluster.isTyped()) {
            return new OpenHosts(remote.open(Scheduler.system()), directory, fanout, null);
        }
        MiniClusterSession nodes = MiniClusterSession.start(miniCluster.nodes());
        try {
            nodes.ensure(hosts);
            Transport transport = remote.withSshConfig(nodes.sshConfig()).open(Scheduler.system());
            return new OpenHosts(transport, directory, fanout, nodes);
        } catch (IOException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    @Override
    public HostGroups groups(ConfigurationOptions options) throws ConfigurationException {
        Configuration configuration = configuration(options);
        RunSections sections = sections(configuration, options);
        check(configuration, options);
        return sections.groups();
    }

    /** Returns what jobs find on the hosts that would be reached. */
    DispatchSettings dispatch(ConfigurationOptions options, MiniClusterOption miniCluster)
            throws ConfigurationException {
        Configuration configuration = configuration(options);
        sections(configuration, options);
        DispatchSettings settings =
                ConfiguredHosts.read(configuration, environment.variables()).settings();
        check(configuration, options);
        return miniCluster.isTyped() ? settings.onMiniCluster() : settings;
    }

    /** What only a run knows may stand in values that a search has no use for. */
    private Configuration configuration(ConfigurationOptions options) throws ConfigurationException {
        return new CommandConfiguration(environment, options).read(NAMES_OF_RUNS, Map.of());
    }

    /** What is left alone is reported once, although a command may look for groups and for the way to hosts. */
    private void check(Configuration configuration, ConfigurationOptions options) throws ConfigurationException {
        configuration.check();
        if (!hasReported.getAndSet(true)) {
            new CommandConfiguration(environment, options).reportUnused(configuration);
        }
    }

    private RunSections sections(Configuration configuration, ConfigurationOptions options) {
        Path runtime = new CommandConfiguration(environment, options).runtimeDirectory(configuration);
        return RunSections.from(configuration, runtime, environment, engines);
    }

    private record OpenHosts(
            Transport transport,
            Optional<String> directory,
            int fanout,
            @Nullable MiniClusterSession nodes) implements HostsToScan {

        @Override
        public void close() throws IOException {
            transport.close();
            if (nodes != null) {
                nodes.close();
            }
        }
    }
}
