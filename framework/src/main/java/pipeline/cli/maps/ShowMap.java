package pipeline.cli.maps;

import picocli.CommandLine.Command;
import pipeline.cli.output.RecordWriter;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists the entries of a map. */
@Command(
        name = "show",
        customSynopsis = "pipeline mapfile show [OPTION...] MAP",
        description = {
            "Lists the entries of a map, a line for each file.",
            "Example: pipeline mapfile show --output csv my.mapfile"
        })
final class ShowMap extends MapListing {

    ShowMap() {
        super("index", "host", "file", "skip");
    }

    @Override
    void write(MapDocument document, RecordWriter writer) {
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
}
