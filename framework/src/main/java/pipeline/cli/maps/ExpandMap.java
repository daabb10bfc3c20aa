package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;

/** Writes an entry for each file. */
@Command(
        name = "expand",
        customSynopsis = "pipeline mapfile expand [OPTION...] MAP",
        description = {
            "Writes an entry for each file of entries that have several, on the same host and with the mark of the file.",
            "Example: pipeline mapfile expand groups.mapfile"
        })
final class ExpandMap extends ChangingMapCommand {
    @Override
    MapDocument changed(MapDocument document, MapContext context) {
        List<MapDocument.Line> lines = new ArrayList<>();
        for (MapDocument.Line line : document.lines()) {
            MapEntry entry = line.entry();
            for (int i = 0; i < entry.files().size(); i++) {
                boolean skip = entry.skip() || entry.fileSkips().get(i);
                MapEntry one = MapEntry.of(entry.host(), entry.files().get(i), skip);
                lines.add(new MapDocument.Line(one, i == 0 ? line.comments() : List.of()));
            }
        }
        return document.withLines(lines);
    }
}
