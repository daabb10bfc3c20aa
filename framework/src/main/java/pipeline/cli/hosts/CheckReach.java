package pipeline.cli.hosts;

import java.io.IOException;
import java.util.Collection;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.MiniClusterOption;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.recipe.spi.MapFinder;
import pipeline.remote.Transport;
import pipeline.remote.shell.HostCheckScript;

/** Opens the way to hosts that are to be looked at. */
public interface CheckReach {

    /**
     * Reads the configuration and opens the way to hosts, or starts a mini cluster that plays them.
     *
     * @throws ConfigurationException with every problem of the file
     */
    HostsToCheck open(ConfigurationOptions configuration, MiniClusterOption miniCluster, Collection<String> hosts)
            throws ConfigurationException, IOException;

    /**
     * Reads the groups of hosts that the configuration knows.
     *
     * @throws ConfigurationException with every problem of the file
     */
    HostGroups groups(ConfigurationOptions configuration) throws ConfigurationException;

    /** Returns what reads maps of the files on hosts. */
    MapFinder maps(ConfigurationOptions configuration, MiniClusterOption miniCluster);

    /** The way to hosts. */
    interface HostsToCheck extends AutoCloseable {

        Transport transport();

        /** Returns what a host is asked. */
        HostCheckScript script(String host);

        /** Returns how many hosts may be asked at a time. */
        int fanout();

        @Override
        void close() throws IOException;
    }
}
