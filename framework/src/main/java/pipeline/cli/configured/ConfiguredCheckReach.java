package pipeline.cli.configured;

import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.hosts.CheckReach;
import pipeline.cli.maps.HostMaps;
import pipeline.cli.maps.ScanReach;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.recipe.spi.MapFinder;
import pipeline.remote.Transport;
import pipeline.remote.shell.HostCheckScript;

/** The way to hosts that are to be looked at, as a search for files has it, with what jobs need there. */
public final class ConfiguredCheckReach implements CheckReach {

    private final CliEnvironment environment;
    private final ConfiguredScanReach reach;

    public ConfiguredCheckReach(CliEnvironment environment, ConfiguredScanReach reach) {
        this.environment = environment;
        this.reach = reach;
    }

    @Override
    public HostsToCheck open(ConfigurationOptions options, MiniClusterOption miniCluster, Collection<String> hosts)
            throws ConfigurationException, IOException {
        DispatchSettings settings = reach.dispatch(options, miniCluster);
        return new CheckedHosts(reach.open(options, miniCluster, hosts), settings);
    }

    @Override
    public HostGroups groups(ConfigurationOptions options) throws ConfigurationException {
        return reach.groups(options);
    }

    @Override
    public MapFinder maps(ConfigurationOptions options, MiniClusterOption miniCluster) {
        return new HostMaps(environment, reach, new HostMaps.Place(options, miniCluster, Optional.empty()), false);
    }

    private record CheckedHosts(ScanReach.HostsToScan hosts, DispatchSettings settings) implements HostsToCheck {

        @Override
        public Transport transport() {
            return hosts.transport();
        }

        @Override
        public HostCheckScript script(String host) {
            NodeSettings node = settings.node(host);
            return new HostCheckScript(
                    node.nodeDirectory(),
                    Objects.requireNonNullElse(node.workingDirectory(), ""),
                    Objects.requireNonNullElse(node.scratch(), ""),
                    Objects.requireNonNullElse(node.engine().javaHome(), ""),
                    node.init());
        }

        @Override
        public int fanout() {
            return hosts.fanout();
        }

        @Override
        public void close() throws IOException {
            hosts.close();
        }
    }
}
