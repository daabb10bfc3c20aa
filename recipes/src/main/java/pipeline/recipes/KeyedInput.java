package pipeline.recipes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import pipeline.mapfile.AlignedMaps;
import pipeline.mapfile.MapEntry;

/**
 * What an executable is given of one input map. Immutable.
 *
 * @param key stands for it; empty if it is among the last words
 * @param files returns the names of files for a place, one at least
 */
record KeyedInput(Optional<String> key, Function<AlignedMaps.Row, List<String>> files) {

    /** Returns one that gives the files of the entry of a map that is aligned with others. */
    static KeyedInput entries(Optional<String> key, int map) {
        return new KeyedInput(key, row -> files(row.entries().get(map)));
    }

    /** Returns one that gives a name that is the same everywhere. */
    static KeyedInput name(Optional<String> key, String name) {
        return new KeyedInput(key, row -> List.of(name));
    }

    /** Returns the files of an entry, without those of several that are to be left out. */
    static List<String> files(MapEntry entry) {
        return entry.files().size() == 1 ? entry.files() : entry.activeFiles();
    }

    /** Returns the text that stands for files: a list as parsets have it if there are several. */
    static String text(List<String> files) {
        return files.size() == 1 ? files.get(0) : "[" + String.join(",", files) + "]";
    }
}
