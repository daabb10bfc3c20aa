package pipeline.cli.maps;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.RecordWriter;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists the entries of a map. */
@Command(
        name = "show",
        customSynopsis = "pipeline mapfile show [OPTION...] MAP",
        description = {
            "Lists the entries of a map, a line for each file.",
            "Example: pipeline mapfile show --output csv my.mapfile"
        })
final class ShowMap extends ReadingCommand {
    private static final List<String> COLUMNS = List.of("index", "host", "file", "skip");

    @Parameters(index = "0", paramLabel = "MAP", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String map = "";

    @Mixin
    final RecordOutput output = new RecordOutput();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        output.check();
        MapDocument document = read(context, map);
        try (RecordWriter writer = output.begin(context.environment(), COLUMNS)) {
            for (MapEntry entry : document.map().entries()) {
                for (int i = 0; i < entry.files().size(); i++) {
                    writer.write(JsonNodeFactory.instance
                            .objectNode()
                            .put("index", entry.index())
                            .put("host", entry.host())
                            .put("file", entry.files().get(i))
                            .put("skip", entry.skip() || entry.fileSkips().get(i)));
                }
            }
        }
        return ExitCode.DONE;
    }
}
