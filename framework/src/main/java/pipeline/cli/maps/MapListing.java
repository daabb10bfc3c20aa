package pipeline.cli.maps;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapfileException;

/** A command that prints records about one map. */
abstract class MapListing extends ReadingCommand {

    private final List<String> columns;

    @Parameters(index = "0", paramLabel = "MAP", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String map = "";

    @Mixin
    final OutputOption output = new OutputOption();

    MapListing(String... columns) {
        this.columns = List.of(columns);
    }

    @Override
    final ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        output.check();
        MapDocument document = read(context, map);
        try (RecordWriter writer = output.begin(context.environment(), columns)) {
            write(document, writer);
        }
        return ExitCode.DONE;
    }

    /** Writes the records. */
    abstract void write(MapDocument document, RecordWriter writer);
}
