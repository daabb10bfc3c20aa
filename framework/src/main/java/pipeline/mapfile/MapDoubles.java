package pipeline.mapfile;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files that come twice in a map.
 *
 * <pre>{@code
 * MapDoubles.of(map).ifPresent(System.err::println);
 * }</pre>
 */
public final class MapDoubles {

    private MapDoubles() {}

    private record Place(String host, String file) {}

    /** Tells of files on a host that more than one entry names which is not skipped, and what to type; empty if there are none. */
    public static Optional<String> of(DataMap map) {
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
                : Optional.of(first + " again" + (doubles == 1 ? "" : ", and " + (doubles - 1) + " others come again")
                        + "; pipeline mapfile merge --unique leaves out what comes again");
    }
}
