package pipeline.recipe;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.function.Predicate;
import pipeline.job.Outcome;
import pipeline.job.ResultMismatchException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;

/**
 * A result for each entry of a map, in its order: what was skipped or failed has its place too, so that no file meets the result of another.
 * Immutable.
 *
 * <pre>{@code
 * DataMap map = mapfile(0);
 * List<ComputeJob> copies = map.active().stream()
 *         .map(entry -> ComputeJob.command(entry.host(), "cp", entry.file(), entry.file() + ".bak").outputs(entry.file() + ".bak"))
 *         .toList();
 * MapResults<String> results = results(map, scheduleJobs(copies), String.class);
 * writeMap(jobDirectory().resolve("copies.mapfile"), results.toMap());
 * }</pre>
 */
public final class MapResults<T> extends AbstractList<MapResult<T>> implements RandomAccess {

    private static final int MOST_NAMED = 10;

    private final List<MapResult<T>> results;

    private MapResults(List<MapResult<T>> results) {
        this.results = List.copyOf(results);
    }

    /**
     * Puts a map and the outcomes of its jobs together.
     *
     * @param map what the jobs were made of
     * @param outcomes one for each entry of {@link DataMap#active()}, in that order
     * @param type what each job gives back
     * @throws IllegalArgumentException if there are more or fewer outcomes than active entries, or one is that of another host
     * @throws ResultMismatchException if a job gave back something else
     */
    public static <T> MapResults<T> of(DataMap map, List<Outcome> outcomes, Class<T> type) {
        int expected = map.active().size();
        if (outcomes.size() != expected) {
            throw new IllegalArgumentException(
                    "there must be one outcome for each of the %d active entries, but were %d"
                            .formatted(expected, outcomes.size()));
        }
        Iterator<Outcome> next = outcomes.iterator();
        List<MapResult<T>> results = new ArrayList<>(map.size());
        for (MapEntry entry : map.entries()) {
            results.add(
                    entry.skip()
                            ? new MapResult<>(entry, Optional.empty(), Optional.empty())
                            : result(entry, next.next(), type));
        }
        return new MapResults<>(results);
    }

    /** Takes results that are in the order of their map. */
    static <T> MapResults<T> ofAll(List<MapResult<T>> results) {
        return new MapResults<>(results);
    }

    private static <T> MapResult<T> result(MapEntry entry, Outcome outcome, Class<T> type) {
        if (!outcome.job().host().equals(entry.host())) {
            throw new IllegalArgumentException(
                    "the outcomes must be in the order of the map, but at index %d the host is %s in the map and %s in the outcomes"
                            .formatted(
                                    entry.index(), entry.host(), outcome.job().host()));
        }
        return new MapResult<>(entry, Optional.of(outcome), outcome.result(type));
    }

    @Override
    public MapResult<T> get(int index) {
        return results.get(index);
    }

    @Override
    public int size() {
        return results.size();
    }

    /**
     * Makes sure that no job is missing: what is made of a part must not look as if it were made of all. What is marked skip, or to be left
     * out, is not missing.
     *
     * @return these results
     * @throws RecipeFailure if a job did not succeed; it names what is missing
     */
    public MapResults<T> requireAll() {
        return require(result -> switch (result.state()) {
            case SUCCEEDED, SKIPPED, IGNORED -> true;
            case FAILED, PARKED, NOT_STARTED -> false;
        });
    }

    /**
     * Returns what all jobs gave back, in the order of the map, to make one value of them.
     *
     * @throws RecipeFailure if a job did not succeed or gave back nothing; it names what is missing
     */
    public List<T> allValues() {
        return requireAll()
                .require(result -> !result.isSuccess() || result.value().isPresent())
                .values();
    }

    private MapResults<T> require(Predicate<MapResult<T>> isThere) {
        List<MapResult<T>> missing = results.stream().filter(isThere.negate()).toList();
        if (missing.isEmpty()) {
            return this;
        }
        StringBuilder message = new StringBuilder("%d of %d results are missing, so nothing is made of the others:"
                .formatted(
                        missing.size(),
                        results.stream()
                                .filter(result -> result.state() != MapResult.State.SKIPPED)
                                .count()));
        for (MapResult<T> one : missing.subList(0, Math.min(missing.size(), MOST_NAMED))) {
            message.append("\n  %s: %s: %s"
                    .formatted(
                            one.host(),
                            String.join(", ", one.entry().files()),
                            one.isSuccess() ? "its job gave back nothing" : one.message()));
        }
        if (missing.size() > MOST_NAMED) {
            message.append("\n  and %d more".formatted(missing.size() - MOST_NAMED));
        }
        throw new RecipeFailure(message.toString());
    }

    /**
     * Returns the map with an entry for each file that is made of an entry, on the same host, as where jobs split files; an entry whose job did
     * not succeed stays one, marked skip.
     *
     * @param files gives the files of an entry whose job succeeded; none leaves it out
     */
    public DataMap split(Function<MapResult<T>, List<String>> files) {
        List<MapEntry> entries = new ArrayList<>();
        for (MapResult<T> result : results) {
            if (result.isSuccess()) {
                files.apply(result).forEach(file -> entries.add(MapEntry.of(result.host(), file)));
            } else {
                entries.add(result.entry().withSkip(true));
            }
        }
        return DataMap.of(entries);
    }

    /** Returns what the jobs gave back that succeeded and gave back something, in the order of the map: maybe a part, see {@link #allValues()}. */
    public List<T> values() {
        return results.stream().flatMap(result -> result.value().stream()).toList();
    }

    /**
     * Returns the map of the same length and order whose files are those that the jobs had to leave; an entry whose job declares none
     * keeps its files, and one whose job did not succeed keeps them and is marked skip.
     */
    public DataMap toMap() {
        return toMap(result -> result.outputs().isEmpty() ? result.entry().files() : result.outputs());
    }

    /**
     * Returns the map of the same length and order with other files; an entry whose job did not succeed keeps its files and is marked
     * skip.
     *
     * @param files gives the files of an entry whose job succeeded, at least one
     */
    public DataMap toMap(Function<MapResult<T>, List<String>> files) {
        return DataMap.of(results.stream()
                .map(result -> result.isSuccess()
                        ? MapEntry.of(result.host(), files.apply(result), false)
                        : result.entry().withSkip(true))
                .toList());
    }
}
