package pipeline.cli.table;

import java.util.List;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.remote.Transport;

/** Finds out how a command on the table reaches the hosts. */
public interface HostOpener {

    /** Reads the sections about hosts; what is wrong in them is reported to the configuration. */
    HostAccess read(Configuration configuration);

    /** The way to the hosts. */
    interface HostAccess {

        DispatchSettings settings();

        /** Returns the words that somebody types before the name of a host to reach it; empty if all is this machine. */
        Optional<List<String>> ssh();

        /** Connects to nothing yet. */
        Transport open();
    }
}
