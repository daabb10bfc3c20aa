package pipeline.cli.maps;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapChange;
import pipeline.mapfile.MapfileException;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows what two maps have different. */
@Command(
        name = "diff",
        customSynopsis = "pipeline mapfile diff [OPTION...] OLD NEW",
        description = {
            "Shows what left and what came from one map to another, and what is marked otherwise: which files on which host; their order does not count. Exit status: 0 nothing, 1 something.",
            "Example: pipeline mapfile diff yesterday.mapfile 'lce[001-010]:/data/*.MS'"
        })
final class CompareMaps extends ReadingCommand {
    private static final List<String> COLUMNS = List.of("change", "host", "file");

    @Parameters(index = "0", paramLabel = "OLD", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String old = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "Another one.")
    String other = "";

    @Mixin
    final OutputOption output = new OutputOption();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        output.check();
        List<MapChange> changes =
                MapChange.between(read(context, old).map(), read(context, other).map());
        if (!changes.isEmpty()) {
            try (RecordWriter writer = output.begin(context.environment(), COLUMNS)) {
                changes.forEach(change -> writer.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("change", change.kind().word())
                        .put("host", change.host())
                        .put("file", change.file())));
            }
        }
        context.err().print(MapChange.summary(changes) + "\n");
        return changes.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
