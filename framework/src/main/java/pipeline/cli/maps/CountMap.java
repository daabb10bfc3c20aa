package pipeline.cli.maps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import pipeline.cli.output.RecordWriter;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
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
final class CountMap extends MapListing {

    CountMap() {
        super("host", "entries", "skipped", "files");
    }

    @Override
    void write(MapDocument document, RecordWriter writer) {
        Map<String, Counts> hosts = new LinkedHashMap<>();
        Counts all = new Counts();
        for (MapDocument.Line line : document.lines()) {
            hosts.computeIfAbsent(line.entry().host(), host -> new Counts()).add(line.entry());
            all.add(line.entry());
        }
        hosts.forEach((host, counts) -> writer.write(counts.record(host)));
        writer.write(all.record(null));
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
