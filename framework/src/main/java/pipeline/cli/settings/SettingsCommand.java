package pipeline.cli.settings;

import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.SectionCheck;
import pipeline.config.ConfigurationException;

/** A command on the configuration. */
interface SettingsCommand {

    /** Does it. */
    ExitCode run(CliEnvironment environment, SectionCheck sections) throws ConfigurationException;
}
