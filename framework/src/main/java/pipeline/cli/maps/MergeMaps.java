package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.text.Plural;

/** Writes several maps as one. */
@Command(
        name = "merge",
        customSynopsis = "pipeline mapfile merge [OPTION...] MAP...",
        description = {
            "Writes several maps as one: the entries of the first, then those of the next. What comes twice is reported.",
            "Example: pipeline mapfile merge monday.mapfile tuesday.mapfile"
        })
final class MergeMaps extends ReadingCommand {
    @Parameters(arity = "1..*", paramLabel = "MAP", description = "Maps: files, - for standard input, or HOSTSET:GLOB.")
    List<String> maps = new ArrayList<>();

    @Option(
            names = "--unique",
            order = 10,
            description = "Leave out what comes again: the same files on the same host.")
    boolean isUnique;

    @Mixin
    final MapDestination destination = new MapDestination();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        MapDocument all = read(context, maps.get(0));
        for (String next : maps.subList(1, maps.size())) {
            all = all.followedBy(read(context, next));
        }
        Set<MapEntry> seen = new HashSet<>();
        List<MapDocument.Line> lines = all.lines().stream()
                .filter(line ->
                        seen.add(MapEntry.of(line.entry().host(), line.entry().files(), false)))
                .toList();
        int again = all.lines().size() - lines.size();
        if (again > 0) {
            context.err()
                    .print("%s again%s\n"
                            .formatted(
                                    Plural.of(again, "entry comes", "entries come"),
                                    isUnique ? " and are left out" : "; --unique leaves them out"));
        }
        destination.write(context, isUnique ? all.withLines(lines) : all);
        return ExitCode.DONE;
    }
}
