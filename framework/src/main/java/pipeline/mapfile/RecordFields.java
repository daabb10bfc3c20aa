package pipeline.mapfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one record with names has said so far; whole once its end is reached. */
final class RecordFields {

    @Nullable
    String host;

    @Nullable
    List<String> files;

    @Nullable
    Boolean skip;

    @Nullable
    List<Boolean> fileSkips;

    int fileSkipsOffset;

    /**
     * Adds the entry to a map; what is not said about skipping means that nothing is skipped.
     *
     * @param start where the record begins
     */
    void addTo(MapBuilder map, int start) throws MapfileException {
        if (host == null || files == null) {
            throw map.error(
                    start,
                    "this record has no " + (host == null ? "host" : "file") + ", expected at least host and file");
        }
        boolean skipped = skip != null && skip;
        if (fileSkips == null) {
            map.add(host, files, skipped, MapEntry.repeated(skipped, files.size()));
        } else if (fileSkips.size() == files.size()) {
            map.add(host, files, skipped, MapEntry.shared(fileSkips));
        } else {
            throw map.error(
                    fileSkipsOffset,
                    "file_skip and file differ in length (" + fileSkips.size() + " and " + files.size()
                            + "), expected one flag for each file");
        }
    }
}
