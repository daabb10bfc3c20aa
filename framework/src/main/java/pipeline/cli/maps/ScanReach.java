package pipeline.cli.maps;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.MiniClusterOption;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.remote.Transport;

/** Opens the way to hosts for commands that look for files there. */
public interface ScanReach {

    /**
     * Reads the configuration and opens the way to hosts, or starts a mini cluster that plays them.
     *
     * @throws ConfigurationException with every problem of the file
     */
    HostsToScan open(ConfigurationOptions configuration, MiniClusterOption miniCluster, Collection<String> hosts)
            throws ConfigurationException, IOException;

    /**
     * Reads the groups of hosts that the configuration knows.
     *
     * @throws ConfigurationException with every problem of the file
     */
    HostGroups groups(ConfigurationOptions configuration) throws ConfigurationException;

    /** The way to hosts. */
    interface HostsToScan extends AutoCloseable {

        Transport transport();

        /** Returns the directory in which jobs start there, which is where relative names begin; empty for the home directory. */
        Optional<String> directory();

        /** Returns how many hosts may be asked at a time. */
        int fanout();

        @Override
        void close() throws IOException;
    }
}
