package pipeline.cli.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.node.ObjectNode;

/** Counts what is in a map. */
@Command(
        name = "stat",
        customSynopsis = "pipeline mapfile stat [OPTION...] MAP",
        description = {
            "Counts the entries of a map, those marked skip and the files, on each host and in all.",
            "Example: pipeline mapfile stat my.mapfile"
        })
final class CountMap extends ReadingCommand {
    private static final List<String> COLUMNS = List.of("host", "entries", "skipped", "files");

    @Parameters(index = "0", paramLabel = "MAP", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String map = "";

    @Mixin
    final RecordOutput output = new RecordOutput();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        output.check();
        Map<String, Counts> hosts = new LinkedHashMap<>();
        Counts all = new Counts();
        for (MapDocument.Line line : read(context, map).lines()) {
            hosts.computeIfAbsent(line.entry().host(), host -> new Counts()).add(line.entry());
            all.add(line.entry());
        }
        try (RecordWriter writer = output.begin(context.environment(), COLUMNS)) {
            hosts.forEach((host, counts) -> writer.write(counts.record(host)));
            writer.write(all.record(null));
        }
        return ExitCode.DONE;
    }

    private static final class Counts {
        private int entries;
        private int skipped;
        private int files;

        void add(MapEntry entry) {
            entries++;
            skipped += entry.skip() ? 1 : 0;
            files += entry.files().size();
        }

        /** Returns them with the name of their host; null for all. */
        ObjectNode record(@Nullable String host) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("host", host)
                    .put("entries", entries)
                    .put("skipped", skipped)
                    .put("files", files);
        }
    }
}
