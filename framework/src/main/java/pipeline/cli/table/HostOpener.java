package pipeline.cli.table;

import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.remote.Transport;

/** Finds out how a command on the table reaches the hosts. */
public interface HostOpener {

    /** Reads the sections about hosts; what is wrong in them is reported to the configuration. */
    Hosts read(Configuration configuration);

    /** The way to the hosts. */
    interface Hosts {

        DispatchSettings settings();

        /** Connects to nothing yet. */
        Transport open();
    }
}
