package pipeline.cli.table;

import java.nio.file.Path;
import pipeline.config.Configuration;
import pipeline.config.HostGroups;

/** Reads all sections of a configuration as a run does; what is wrong in them is reported to it. */
@FunctionalInterface
public interface SectionCheck {

    /**
     * Reads them, and returns the groups of hosts.
     *
     * @param runtime the root of what is kept on this machine
     */
    HostGroups read(Configuration configuration, Path runtime);
}
