package pipeline.mapfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import pipeline.text.Plural;
import pipeline.text.ShellQuoting;

/**
 * Which file lies on which host: an ordered list of entries, duplicates included. Immutable. The place of an entry ties
 * it to the entries of other maps, so nothing here changes an entry's place.
 *
 * <pre>{@code
 * DataMap map = Mapfile.read(Path.of("raw.mapfile"));
 * for (MapEntry entry : map.active()) {
 *     jobs.add(ComputeJob.command(entry.host(), "sha256sum", entry.file()));
 * }
 * DataMap backups = map.mapping(entry -> entry.withFile(entry.file() + ".bak"));
 * }</pre>
 */
public final class DataMap {

    private final List<MapEntry> entries;
    /** Where they stand in a file; null if they are of none. */
    private final @Nullable MapLines lines;

    private DataMap(List<MapEntry> entries, @Nullable MapLines lines) {
        this.entries = entries;
        this.lines = lines;
    }

    /** Makes a map of entries, which get the index at which they stand in the list. */
    public static DataMap of(List<MapEntry> entries) {
        List<MapEntry> indexed = new ArrayList<>(entries.size());
        for (MapEntry entry : entries) {
            indexed.add(entry.at(indexed.size()));
        }
        return new DataMap(Collections.unmodifiableList(indexed), null);
    }

    /** Takes over a list that nobody changes any more and whose entries have their indices, and where they stand. */
    static DataMap ofIndexed(List<MapEntry> entries, MapLines lines) {
        return new DataMap(Collections.unmodifiableList(entries), lines);
    }

    /** Returns the number of entries, those that are skipped among them. */
    public int size() {
        return entries.size();
    }

    /** Returns the name of the file that the map, or the one that it was derived from, was read from; empty if it is of none. */
    public Optional<String> readFrom() {
        return Optional.ofNullable(lines).map(MapLines::name);
    }

    /** Returns all entries. */
    public List<MapEntry> entries() {
        return entries;
    }

    /** Returns the entries that are not skipped, each with its index in the full map. */
    public List<MapEntry> active() {
        return entries.stream().filter(entry -> !entry.skip()).toList();
    }

    /** Returns every host of the map once, in the order of its first entry, those of skipped entries included. */
    public Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        entries.forEach(entry -> hosts.add(entry.host()));
        return Collections.unmodifiableSet(hosts);
    }

    /** Returns the map of the same length and order in which the chosen entries are skipped too. */
    public DataMap skipping(Predicate<MapEntry> chosen) {
        return mapping(entry -> !entry.skip() && chosen.test(entry) ? entry.withSkip(true) : entry);
    }

    /** Returns the map of the same length and order in which each entry is replaced by another. */
    public DataMap mapping(UnaryOperator<MapEntry> replacement) {
        DataMap replaced = of(entries.stream().map(replacement).toList());
        return new DataMap(replaced.entries, lines);
    }

    /**
     * Makes maps fit to be walked over side by side: they must have the same length and, index by index, the same host;
     * an entry that is skipped in one of them is skipped in all of the maps given back.
     *
     * @return the maps in the order in which they were given
     * @throws MapfileException if a length or a host differs; it names the index and both hosts
     */
    public static List<DataMap> align(DataMap first, DataMap... others) throws MapfileException {
        List<DataMap> maps = new ArrayList<>(List.of(first));
        for (DataMap other : others) {
            maps.add(other);
            refuseMismatch(first, other, maps.size());
        }
        return maps.stream()
                .map(map -> map.skipping(entry -> maps.stream()
                        .anyMatch(other -> other.entries.get(entry.index()).skip())))
                .toList();
    }

    private static void refuseMismatch(DataMap first, DataMap other, int number) throws MapfileException {
        String one = first.name(1);
        String another = other.name(number);
        String lengths =
                one + " has " + Plural.of(first.size(), "entry", "entries") + ", " + another + " has " + other.size();
        for (int i = 0; i < Math.min(first.size(), other.size()); i++) {
            String host = first.entries.get(i).host();
            String otherHost = other.entries.get(i).host();
            if (!host.equals(otherHost)) {
                throw MapfileException.between("the maps do not align: at index " + i + " the host is " + host
                        + " in " + first.place(1, i) + " and " + otherHost + " in " + other.place(number, i) + " ("
                        + lengths + "); expected the same hosts in the same order");
            }
        }
        if (first.size() != other.size()) {
            boolean firstIsLonger = first.size() > other.size();
            DataMap longer = firstIsLonger ? first : other;
            MapEntry unmatched = longer.entries.get(Math.min(first.size(), other.size()));
            throw MapfileException.between("the maps do not align: " + lengths
                    + "; expected the same length, but index "
                    + unmatched.index() + " (host " + unmatched.host() + ") is in "
                    + longer.place(firstIsLonger ? 1 : number, unmatched.index()) + " only");
        }
    }

    private String name(int number) {
        return lines == null ? "map " + number : lines.name();
    }

    private String place(int number, int index) {
        return lines == null ? "map " + number : lines.place(index);
    }

    /**
     * Makes sure that no two entries which are not skipped name one file of a host, as what jobs are to write must not.
     *
     * @return this map
     * @throws MapfileException if two do; it names both
     */
    public DataMap requireDistinct() throws MapfileException {
        Map<String, Map<String, MapEntry>> seen = new HashMap<>();
        for (MapEntry entry : entries) {
            for (String file : entry.activeFiles()) {
                MapEntry other = seen.computeIfAbsent(entry.host(), host -> new HashMap<>())
                        .put(file, entry);
                if (other != null) {
                    throw MapfileException.between(
                            "two files would be one: %s on %s is what entries %d and %d are to become, counted from 0; give them names or directories of their own"
                                    .formatted(ShellQuoting.quote(file), entry.host(), other.index(), entry.index()));
                }
            }
        }
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataMap that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
