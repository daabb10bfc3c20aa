package pipeline.cli.maps;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapfileException;

/** A command that makes another map of one. */
abstract class ChangingMapCommand extends ReadingCommand {

    @Parameters(index = "0", paramLabel = "MAP", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String map = "";

    @Mixin
    final MapDestination destination = new MapDestination();

    @Override
    final ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        check(context);
        destination.write(context, changed(read(context, map), context));
        return ExitCode.DONE;
    }

    /** Refuses what was typed wrong, before anything is read. */
    void check(MapContext context) throws ConfigurationException {}

    /** Returns the other map. */
    abstract MapDocument changed(MapDocument document, MapContext context) throws ConfigurationException;
}
