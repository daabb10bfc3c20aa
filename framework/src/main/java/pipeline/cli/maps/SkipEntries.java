package pipeline.cli.maps;

import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.text.Plural;

/** Marks entries of a map. */
@Command(
        name = "skip",
        customSynopsis = "pipeline mapfile skip [OPTION...] MAP",
        description = {
            "Marks the chosen entries of a map skip, or unmarks them. All entries keep their places, so the map still aligns with others.",
            "Example: pipeline mapfile skip --file 'SB0[0-2]*' my.mapfile"
        })
final class SkipEntries extends ChangingMapCommand {
    @Mixin
    final EntrySelection selection = new EntrySelection();

    @Option(names = "--undo", order = 10, description = "Take the marks away.")
    boolean isUndone;

    @Override
    void check(MapContext context) throws ConfigurationException {
        selection.chosen(context);
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) throws ConfigurationException {
        Predicate<MapEntry> chosen = selection.chosen(context);
        long count = document.lines().stream()
                .map(MapDocument.Line::entry)
                .filter(chosen)
                .filter(entry -> entry.skip() == isUndone)
                .count();
        context.err()
                .print("%s %s\n".formatted(isUndone ? "unmarked" : "marked", Plural.of(count, "entry", "entries")));
        return document.mapping(entry -> chosen.test(entry) ? entry.withSkip(!isUndone) : entry);
    }
}
