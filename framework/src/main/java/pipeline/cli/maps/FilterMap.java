package pipeline.cli.maps;

import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.text.Plural;

/** Writes the entries of a map that are chosen. */
@Command(
        name = "filter",
        customSynopsis = "pipeline mapfile filter [OPTION...] MAP",
        description = {
            "Writes the entries of a map that are chosen, and no others: their places are other ones then. To keep the places, take skip.",
            "Example: pipeline mapfile filter --host 'lce[001-005]' my.mapfile"
        })
final class FilterMap extends ChangingMapCommand {
    @Mixin
    final EntrySelection selection = new EntrySelection();

    @Override
    void check(MapContext context) throws ConfigurationException {
        selection.chosen(context);
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) throws ConfigurationException {
        Predicate<MapEntry> chosen = selection.chosen(context);
        MapDocument filtered = document.withLines(document.lines().stream()
                .filter(line -> chosen.test(line.entry()))
                .toList());
        context.err()
                .print("%d of %s\n"
                        .formatted(
                                filtered.lines().size(),
                                Plural.of(document.lines().size(), "entry", "entries")));
        return filtered;
    }
}
