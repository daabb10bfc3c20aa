package pipeline.cli.maps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;

/** Writes entries with several files. */
@Command(
        name = "fold",
        customSynopsis = "pipeline mapfile fold [OPTION...] MAP",
        description = {
            "Writes the files of each host together in entries with several files: all of a host in one, or N in each, in their order. What is marked skip stays marked. The opposite is expand.",
            "Example: pipeline mapfile fold --size 10 my.mapfile"
        })
final class FoldMap extends ChangingMapCommand {
    @Option(names = "--size", paramLabel = "N", order = 10, description = "At most N files in an entry. Default: all.")
    int size = Integer.MAX_VALUE;

    @Override
    void check(MapContext context) {
        if (size < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--size must be at least 1, but was " + size);
        }
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) {
        Map<String, Deque<Group>> groups = new LinkedHashMap<>();
        for (MapDocument.Line line : document.lines()) {
            MapEntry entry = line.entry();
            Deque<Group> ofHost = groups.computeIfAbsent(entry.host(), host -> new ArrayDeque<>());
            for (int i = 0; i < entry.files().size(); i++) {
                if (ofHost.isEmpty() || ofHost.getLast().files.size() == size) {
                    ofHost.add(new Group());
                }
                Group group = ofHost.getLast();
                group.files.add(entry.files().get(i));
                group.skips.add(entry.skip() || entry.fileSkips().get(i));
                group.comments.addAll(i == 0 ? line.comments() : List.of());
            }
        }
        List<MapDocument.Line> lines = new ArrayList<>();
        groups.forEach((host, ofHost) -> ofHost.forEach(group -> lines.add(group.line(host))));
        return document.withLines(lines);
    }

    /** An entry that is being filled. */
    private static final class Group {
        private final List<String> files = new ArrayList<>();
        private final List<Boolean> skips = new ArrayList<>();
        private final List<String> comments = new ArrayList<>();

        MapDocument.Line line(String host) {
            return new MapDocument.Line(MapEntry.of(host, files, !skips.contains(false), skips), comments);
        }
    }
}
