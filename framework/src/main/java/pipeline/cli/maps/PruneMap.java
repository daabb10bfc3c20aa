package pipeline.cli.maps;

import picocli.CommandLine.Command;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;

/** Writes a map without what is skipped. */
@Command(
        name = "prune",
        customSynopsis = "pipeline mapfile prune [OPTION...] MAP",
        description = {
            "Writes a map without the entries and the files that are marked skip. The places of the others are other ones then.",
            "Example: pipeline mapfile prune my.mapfile"
        })
final class PruneMap extends ChangingMapCommand {
    @Override
    MapDocument changed(MapDocument document, MapContext context) {
        return document.withLines(document.lines().stream()
                .filter(line -> !line.entry().activeFiles().isEmpty())
                .map(line ->
                        line.with(MapEntry.of(line.entry().host(), line.entry().activeFiles(), false)))
                .toList());
    }
}
