package pipeline.mapfile;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import pipeline.text.Plural;
import pipeline.text.ShellQuoting;

/**
 * What is allowed in a map, but may be a mistake: files that come twice, and patterns in place of names.
 *
 * <pre>{@code
 * MapRemarks.of(Mapfile.read(Path.of("my.mapfile"))).forEach(System.err::println);
 * }</pre>
 */
public final class MapRemarks {

    private MapRemarks() {}

    private record Place(String host, String file) {}

    /** Returns what there is to say, each with what to type. */
    public static List<String> of(DataMap map) {
        return Stream.of(doubles(map), patterns(map)).flatMap(Optional::stream).toList();
    }

    /** Reports files on a host that more than one entry names which is not skipped. */
    private static Optional<String> doubles(DataMap map) {
        Set<Place> seen = new HashSet<>();
        int doubles = 0;
        String first = "";
        for (MapEntry entry : map.entries()) {
            for (String file : entry.activeFiles()) {
                if (!seen.add(new Place(entry.host(), file))) {
                    doubles++;
                    first = doubles == 1
                            ? "entry " + entry.index() + " (host " + entry.host() + ") names " + FileNames.quoted(file)
                            : first;
                }
            }
        }
        return doubles == 0
                ? Optional.empty()
                : Optional.of(first + " again"
                        + (doubles == 1
                                ? ""
                                : ", and " + Plural.of(doubles - 1, "other comes", "others come") + " again")
                        + "; pipeline mapfile merge --unique leaves out what comes again");
    }

    /** Reports names with an asterisk: in quotes, as names stand in most forms of a map, it is a part of the name. */
    private static Optional<String> patterns(DataMap map) {
        List<MapEntry> odd = map.entries().stream()
                .filter(entry -> entry.activeFiles().stream().anyMatch(MapRemarks::isPattern))
                .toList();
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        MapEntry first = odd.get(0);
        String file = first.activeFiles().stream()
                .filter(MapRemarks::isPattern)
                .findFirst()
                .orElseThrow();
        return Optional.of(
                "entry %d (host %s) names %s%s, and nothing replaces a * here; if it is a pattern, find the files: pipeline mapfile scan %s %s"
                        .formatted(
                                first.index(),
                                first.host(),
                                FileNames.quoted(file),
                                odd.size() == 1 ? "" : " (and so on in " + Plural.of(odd.size() - 1, "other") + ")",
                                first.host(),
                                ShellQuoting.quote(file)));
    }

    private static boolean isPattern(String file) {
        return file.indexOf('*') >= 0;
    }
}
