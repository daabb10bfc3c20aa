package pipeline.mapfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pipeline.parset.SourceText;
import pipeline.text.HostName;
import pipeline.text.InvisibleCharacters;

/** Collects the entries of a mapfile while it is read, and refuses names at the place where they stand. */
final class MapBuilder {

    /** A prefix of two letters and three quotes, as Python has them. */
    private static final int LONGEST_OPENING = 5;

    private final SourceText source;
    private final List<MapEntry> entries = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    private int start;
    /** One text for each host, however many entries it has. */
    private final Map<String, String> hosts = new HashMap<>();

    MapBuilder(SourceText source) {
        this.source = source;
    }

    int size() {
        return entries.size();
    }

    /** Checks a host's name and gives the text shared by all its entries. */
    String host(String name, int offset) throws MapfileException {
        String known = hosts.get(name);
        if (known == null) {
            refuse(HostName.problem(name), offset);
            known = name;
            hosts.put(name, name);
        }
        return known;
    }

    String file(String name, int offset) throws MapfileException {
        refuse(FileNames.wrongFile(name), offset);
        refuseMistaken(name, offset);
        return name;
    }

    /**
     * Refuses a name that holds a character which nobody sees, if it stands there as it is: an escape means it.
     *
     * @param offset where the name or its quote begins
     */
    private void refuseMistaken(String name, int offset) throws MapfileException {
        OptionalInt mistaken = InvisibleCharacters.firstMistaken(name);
        if (mistaken.isEmpty()) {
            return;
        }
        for (int quotes = 0; quotes <= LONGEST_OPENING; quotes++) {
            if (source.text().startsWith(name, offset + quotes)) {
                char c = name.charAt(mistaken.getAsInt());
                throw error(
                        offset + quotes + mistaken.getAsInt(),
                        "in the name of this file stands " + InvisibleCharacters.named(c)
                                + "; delete it, or write it as \\u%04x in a map in JSON or Python if the name has it"
                                        .formatted((int) c));
            }
        }
    }

    /** Notes where the next entries begin. */
    void begin(int offset) {
        start = offset;
    }

    /** Returns where the entries begin. */
    List<Integer> starts() {
        return starts;
    }

    void add(String host, String file) {
        add(host, List.of(file), false, MapEntry.repeated(false, 1));
    }

    void add(String host, List<String> files, boolean skip, List<Boolean> fileSkips) {
        entries.add(new MapEntry(entries.size(), host, files, skip, fileSkips));
        starts.add(start);
    }

    MapfileException error(int offset, String problem) {
        return MapfileException.at(source, offset, problem);
    }

    DataMap build() {
        return DataMap.ofIndexed(entries, MapLines.of(source, starts));
    }

    private void refuse(@Nullable String problem, int offset) throws MapfileException {
        if (problem != null) {
            throw error(offset, problem);
        }
    }
}
