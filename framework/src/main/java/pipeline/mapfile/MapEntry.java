package pipeline.mapfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pipeline.text.HostName;

/**
 * One entry of a map: a host, the file or files that lie there, and whether to leave them out. Immutable.
 *
 * <pre>{@code
 * MapEntry entry = MapEntry.of("node1", "/data/obs.MS");
 * MapEntry pair = MapEntry.of("node2", List.of("/data/a.MS", "/data/b.MS"), false);
 * DataMap map = DataMap.of(List.of(entry, pair, entry.withSkip(true)));
 * }</pre>
 */
public final class MapEntry {

    private static final List<Boolean> TAKEN = List.of(false);
    private static final List<Boolean> SKIPPED = List.of(true);

    private final int index;
    private final String host;
    private final List<String> files;
    private final boolean skip;
    private final List<Boolean> fileSkips;

    /** The names are checked already, the lists are immutable and of one length. */
    MapEntry(int index, String host, List<String> files, boolean skip, List<Boolean> fileSkips) {
        this.index = index;
        this.host = host;
        this.files = files;
        this.skip = skip;
        this.fileSkips = fileSkips;
    }

    /** Makes an entry of one file that is not skipped; its index is given by the map that takes it. */
    public static MapEntry of(String host, String file) {
        return of(host, file, false);
    }

    /** Makes an entry of one file; its index is given by the map that takes it. */
    public static MapEntry of(String host, String file, boolean skip) {
        return of(host, List.of(file), skip);
    }

    /** Makes an entry of one or more files, which are all skipped or all taken. */
    public static MapEntry of(String host, List<String> files, boolean skip) {
        return of(host, files, skip, repeated(skip, files.size()));
    }

    /**
     * Makes an entry of one or more files; its index is given by the map that takes it.
     *
     * @param host a name as {@link HostName} has it
     * @param files names, none of them empty, with a NUL character or with half a surrogate pair
     * @param skip whether the entry as a whole is to be left out
     * @param fileSkips which of the files are to be left out, one flag for each
     * @throws IllegalArgumentException if one of these does not hold
     */
    public static MapEntry of(String host, List<String> files, boolean skip, List<Boolean> fileSkips) {
        refuse(HostName.problem(host));
        files.forEach(file -> refuse(FileNames.wrongFile(file)));
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files must hold one file at least, but was empty");
        }
        if (files.size() != fileSkips.size()) {
            throw new IllegalArgumentException("fileSkips must hold one flag for each of the " + files.size()
                    + " files, but held " + fileSkips.size());
        }
        return new MapEntry(0, host, List.copyOf(files), skip, shared(fileSkips));
    }

    static List<Boolean> repeated(boolean skip, int times) {
        return times == 1 ? skip ? SKIPPED : TAKEN : Collections.nCopies(times, skip);
    }

    static List<Boolean> shared(List<Boolean> fileSkips) {
        return fileSkips.size() == 1 ? repeated(fileSkips.get(0), 1) : List.copyOf(fileSkips);
    }

    private static void refuse(@Nullable String problem) {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Returns the place in the full map, from 0; iterations that leave entries out keep it. */
    public int index() {
        return index;
    }

    /** Returns the host as the map names it. */
    public String host() {
        return host;
    }

    /** Returns the files, one at least. */
    public List<String> files() {
        return files;
    }

    /**
     * Returns the file of an entry that has one.
     *
     * @throws IllegalStateException if it has several
     */
    public String file() {
        if (files.size() > 1) {
            throw new IllegalStateException("entry " + index + " (host " + host + ") holds " + files.size()
                    + " files, expected one; this recipe may need files()");
        }
        return files.get(0);
    }

    /** Whether the entry as a whole is to be left out. */
    public boolean skip() {
        return skip;
    }

    /** Returns one flag for each file: whether that file is to be left out. */
    public List<Boolean> fileSkips() {
        return fileSkips;
    }

    /** Returns the files that are to be taken: none if the entry is skipped. */
    public List<String> activeFiles() {
        List<String> active = new ArrayList<>();
        for (int i = 0; i < files.size() && !skip; i++) {
            if (!fileSkips.get(i)) {
                active.add(files.get(i));
            }
        }
        return active;
    }

    /** Returns the same entry skipped or not; the flag of a single file goes with it, those of several files stay. */
    public MapEntry withSkip(boolean newSkip) {
        return new MapEntry(index, host, files, newSkip, files.size() == 1 ? repeated(newSkip, 1) : fileSkips);
    }

    /** Returns the same entry with one other file, as the output of a job has it. */
    public MapEntry withFile(String file) {
        return of(host, file, skip).at(index);
    }

    MapEntry at(int newIndex) {
        return index == newIndex ? this : new MapEntry(newIndex, host, files, skip, fileSkips);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MapEntry that
                && index == that.index
                && host.equals(that.host)
                && files.equals(that.files)
                && skip == that.skip
                && fileSkips.equals(that.fileSkips);
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, host, files, skip, fileSkips);
    }

    @Override
    public String toString() {
        return index + ": " + host + ":" + files + (skip ? " (skip)" : "");
    }
}
