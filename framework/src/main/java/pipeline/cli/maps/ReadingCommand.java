package pipeline.cli.maps;

import picocli.CommandLine.Mixin;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapfileException;

/** A command that reads maps as they are typed. */
abstract class ReadingCommand extends MapCommand {

    @Mixin
    final ScanOptions scan = new ScanOptions();

    MapDocument read(MapContext context, String typed)
            throws ConfigurationException, MapfileException, InterruptedException {
        return new MapSource(context, new HostSearch(context.reach(), configuration, scan)).read(typed);
    }
}
