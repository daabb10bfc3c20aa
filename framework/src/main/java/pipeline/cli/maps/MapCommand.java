package pipeline.cli.maps;

import picocli.CommandLine.Mixin;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapfileException;

/** A command on maps; an object is made for one command line, which picocli puts into its fields. */
abstract class MapCommand {

    @Mixin
    final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    final HelpOptions help = new HelpOptions();

    /** Does it. */
    abstract ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException;
}
