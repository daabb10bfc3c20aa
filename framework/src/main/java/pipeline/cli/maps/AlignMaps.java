package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.text.Plural;

/** Checks that maps belong together. */
@Command(
        name = "align",
        customSynopsis = "pipeline mapfile align [OPTION...] MAP MAP...",
        description = {
            "Checks that maps have the same length and, place by place, the same host, as recipes that take several maps need it. With --directory it writes them all so that what is skipped in one is skipped in each.",
            "Exit status: 0 they do, 3 they do not; the first difference is shown.",
            "Example: pipeline mapfile align --directory aligned data.mapfile sky.mapfile"
        })
final class AlignMaps extends ReadingCommand {
    @Parameters(arity = "2..*", paramLabel = "MAP", description = "Maps: files, - for standard input, or HOSTSET:GLOB.")
    List<String> maps = new ArrayList<>();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            order = 10,
            description = "Where the aligned maps go; it is made.")
    @Nullable
    String directory;

    @Mixin
    final MapFormOption form = new MapFormOption();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        List<MapDocument> documents = new ArrayList<>();
        for (String typed : maps) {
            documents.add(read(context, typed));
        }
        DataMap[] others = documents.subList(1, documents.size()).stream()
                .map(MapDocument::map)
                .toArray(DataMap[]::new);
        List<DataMap> aligned = DataMap.align(documents.get(0).map(), others);
        context.err()
                .print("%d maps align: %s, %d of them skipped\n"
                        .formatted(
                                aligned.size(),
                                Plural.of(aligned.get(0).size(), "entry", "entries"),
                                aligned.get(0).size() - aligned.get(0).active().size()));
        if (directory != null) {
            MapDirectory place = new MapDirectory(context, directory, form);
            for (int i = 0; i < aligned.size(); i++) {
                List<MapEntry> entries = aligned.get(i).entries();
                place.write(maps.get(i), "", documents.get(i).mapping(entry -> entries.get(entry.index())));
            }
        }
        return ExitCode.DONE;
    }
}
