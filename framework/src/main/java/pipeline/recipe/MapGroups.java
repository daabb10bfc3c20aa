package pipeline.recipe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;

/**
 * The entries of a map in groups, each for one job on one host; their places in the map stay known. An entry that is skipped has its place in a
 * group, so that it moves no other entry to another group when it is not skipped any more. Immutable.
 *
 * <pre>{@code
 * MapGroups groups = MapGroups.of(mapfile(0), 10);
 * Outcomes outcomes = scheduleJobs(groups.map().active().stream()
 *         .map(group -> ComputeJob.program(group.host(), "CountNode", group.activeFiles()))
 *         .toList());
 * MapResults<Long> counts = groups.results(outcomes, Long.class);
 * }</pre>
 */
public final class MapGroups {

    private final DataMap map;
    private final List<List<MapEntry>> groups;

    private MapGroups(DataMap map, List<List<MapEntry>> groups) {
        this.map = map;
        this.groups = groups;
    }

    /**
     * Makes groups of the entries of each host, in their order.
     *
     * @param most how many entries a group has at most
     * @throws IllegalArgumentException if that is less than 1
     */
    public static MapGroups of(DataMap map, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a group must have room for 1 entry at least, but most was " + most);
        }
        Map<String, Deque<List<MapEntry>>> hosts = new LinkedHashMap<>();
        for (MapEntry entry : map.entries()) {
            Deque<List<MapEntry>> ofHost = hosts.computeIfAbsent(entry.host(), host -> new ArrayDeque<>());
            if (ofHost.isEmpty() || ofHost.getLast().size() == most) {
                ofHost.add(new ArrayList<>());
            }
            ofHost.getLast().add(entry);
        }
        List<List<MapEntry>> groups = new ArrayList<>();
        hosts.values().forEach(groups::addAll);
        return new MapGroups(map, groups);
    }

    /** Makes one group of all entries of each host. */
    public static MapGroups perHost(DataMap map) {
        return of(map, Integer.MAX_VALUE);
    }

    /**
     * Returns the map that has an entry for each group, with all its files; the files of a skipped entry are marked skip, and a group in which
     * nothing else is left is.
     */
    public DataMap map() {
        return DataMap.of(groups.stream().map(MapGroups::folded).toList());
    }

    private static MapEntry folded(List<MapEntry> group) {
        List<String> files = new ArrayList<>();
        List<Boolean> skips = new ArrayList<>();
        for (MapEntry entry : group) {
            for (int i = 0; i < entry.files().size(); i++) {
                files.add(entry.files().get(i));
                skips.add(entry.skip() || entry.fileSkips().get(i));
            }
        }
        return MapEntry.of(group.get(0).host(), files, !skips.contains(false), skips);
    }

    /**
     * Returns a result for each entry of the map that was grouped, in its order. If the job of a group did not succeed, none of its entries
     * did, since nobody knows how far it came; what a job gives back as null counts as left out.
     *
     * @param outcomes one for each entry of {@link #map()} that is not skipped, in that order
     * @param type what a job gives back for each entry, in a list in the order of the entries
     * @throws IllegalArgumentException if there are more or fewer outcomes
     * @throws pipeline.job.ResultMismatchException if a job gave back something else than such a list, or one of another length
     */
    public <T> MapResults<T> results(List<Outcome> outcomes, Class<T> type) {
        List<MapEntry> jobs = map().active();
        if (outcomes.size() != jobs.size()) {
            throw new IllegalArgumentException("there must be one outcome for each of the %d groups, but were %d"
                    .formatted(jobs.size(), outcomes.size()));
        }
        Map<Integer, MapResult<T>> results = new LinkedHashMap<>();
        for (int i = 0; i < jobs.size(); i++) {
            add(groups.get(jobs.get(i).index()), outcomes.get(i), type, results);
        }
        return MapResults.ofAll(map.entries().stream()
                .map(entry -> results.getOrDefault(
                        entry.index(), new MapResult<>(entry.withSkip(true), Optional.empty(), Optional.empty())))
                .toList());
    }

    private static <T> void add(
            List<MapEntry> group, Outcome outcome, Class<T> type, Map<Integer, MapResult<T>> results) {
        List<MapEntry> active =
                group.stream().filter(entry -> !entry.activeFiles().isEmpty()).toList();
        Iterator<Optional<T>> values = outcome.resultList(type, active.size()).iterator();
        for (MapEntry entry : active) {
            Optional<T> value = values.hasNext() ? values.next() : Optional.empty();
            Outcome own = outcome.isSuccess() && value.isEmpty()
                    ? Outcome.skipped(
                            outcome.job(), outcome.attempt().orElseThrow(), 0, "the job of its group left it out")
                    : outcome;
            results.put(entry.index(), new MapResult<>(entry, Optional.of(own), value));
        }
    }
}
