package pipeline.cli.maps;

import java.util.Comparator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.text.ShellQuoting;

/** Writes a map in another order. */
@Command(
        name = "sort",
        customSynopsis = "pipeline mapfile sort [OPTION...] MAP",
        description = {
            "Writes a map in another order: by host and then by file, as the bytes of their names are. Entries that are alike stay as they are.",
            "Example: pipeline mapfile sort --by file my.mapfile"
        })
final class SortMap extends ChangingMapCommand {
    @Option(
            names = "--by",
            paramLabel = "KEY",
            order = 10,
            description = "host (the default; and then by file) or file.")
    String by = "host";

    @Option(names = "--reverse", order = 11, description = "The last one first.")
    boolean isReversed;

    @Override
    void check(MapContext context) {
        if (!by.equals("host") && !by.equals("file")) {
            throw new UserErrorException(
                    ExitCode.USAGE, "--by must be host or file, but was " + ShellQuoting.quote(by));
        }
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) {
        Comparator<MapEntry> byFile =
                Comparator.comparing(entry -> entry.files().get(0));
        Comparator<MapEntry> order = by.equals("file")
                ? byFile
                : Comparator.comparing(MapEntry::host).thenComparing(byFile);
        return document.withLines(document.lines().stream()
                .sorted(Comparator.comparing(MapDocument.Line::entry, isReversed ? order.reversed() : order))
                .toList());
    }
}
