package pipeline.cli.table;

import java.nio.file.Path;
import pipeline.config.Configuration;

/** Reads all sections of a configuration as a run does; what is wrong in them is reported to it. */
@FunctionalInterface
public interface SectionCheck {

    /**
     * Reads them.
     *
     * @param runtime the root of what is kept on this machine
     */
    void read(Configuration configuration, Path runtime);
}
