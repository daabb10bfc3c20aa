package pipeline.recipe.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.job.identity.StepProducts.MadeMap;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.recipe.spi.MapFinder;
import pipeline.text.Digests;

/** Reads the maps of a recipe and writes the ones that follow from them in the same form. Thread-safe. */
final class RecipeMapfiles {

    private final MapFinder finder;
    private final AtomicReference<@Nullable MapfileForm> form = new AtomicReference<>();
    private final Map<String, Set<String>> files = new ConcurrentHashMap<>();
    private final Map<Path, DataMap> taken = new ConcurrentHashMap<>();
    private final Map<Path, Written> written = new ConcurrentHashMap<>();

    /**
     * A map that was written.
     *
     * @param outcomes one for each entry that was active before; empty if it is not known which job made which entry
     */
    record Written(DataMap map, List<MapEntry> active, List<Outcome> outcomes) {}

    RecipeMapfiles(MapFinder finder) {
        this.finder = finder;
    }

    DataMap read(Path file) throws MapfileException {
        Optional<DataMap> found = finder.find(file);
        return take(file, found.isPresent() ? new Mapfile.Loaded(found.get(), MapfileForm.DICTS) : Mapfile.load(file));
    }

    /** Keeps in mind a map that was read elsewhere. */
    DataMap take(Path file, Mapfile.Loaded loaded) {
        taken.put(key(file), loaded.map());
        form.compareAndSet(null, loaded.form());
        for (MapEntry entry : loaded.map().entries()) {
            files.computeIfAbsent(entry.host(), host -> ConcurrentHashMap.newKeySet())
                    .addAll(entry.files());
        }
        return loaded.map();
    }

    /** Returns by host what the maps name that were read so far. */
    Map<String, Set<String>> files() {
        return files;
    }

    /** Returns the maps that were read so far, by their files. */
    Map<Path, DataMap> taken() {
        return taken;
    }

    /** Returns the maps that were written so far, by their files. */
    Map<Path, Written> written() {
        return written;
    }

    /** Returns what is recorded of the maps that were written, in the order of their files. */
    List<MadeMap> made() {
        return written.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> made(entry.getKey(), entry.getValue().map()))
                .toList();
    }

    private static MadeMap made(Path file, DataMap map) {
        int skipped = map.size() - map.active().size();
        return new MadeMap(file.toString(), map.size(), skipped, Digests.shortened(map.toString()));
    }

    static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** Leaves a map as it is of which a dry run would write the same; where it is not there, nothing more can be said. */
    void leave(Path file, DataMap map, List<Outcome> outcomes) {
        if (!Files.exists(file)) {
            throw new DryRunEnd();
        }
        written.put(key(file), new Written(map, outcomes.isEmpty() ? List.of() : map.active(), outcomes));
    }

    void write(Path file, DataMap map, List<Outcome> outcomes) throws MapfileException {
        List<MapEntry> active = map.active();
        if (active.size() != outcomes.size()) {
            throw new IllegalArgumentException(
                    "there must be one outcome for each of the %d active entries, but were %d"
                            .formatted(active.size(), outcomes.size()));
        }
        boolean[] failed = new boolean[map.size()];
        for (int i = 0; i < active.size(); i++) {
            failed[active.get(i).index()] = !outcomes.get(i).isSuccess();
        }
        DataMap skipping = map.skipping(entry -> failed[entry.index()]);
        write(file, skipping);
        written.put(key(file), new Written(skipping, active, outcomes));
    }

    void write(Path file, DataMap map) throws MapfileException {
        Mapfile.write(file, map, formFor(map));
        written.put(key(file), new Written(map, List.of(), List.of()));
    }

    private MapfileForm formFor(DataMap map) {
        MapfileForm wanted = form.get();
        return switch (wanted == null ? MapfileForm.DICTS : wanted) {
            case PARSET, TUPLES, DICTS ->
                map.entries().stream().allMatch(entry -> entry.files().size() == 1)
                        ? MapfileForm.DICTS
                        : MapfileForm.MULTI;
            case MULTI -> MapfileForm.MULTI;
            case JSON -> MapfileForm.JSON;
            case JSON_LINES -> MapfileForm.JSON_LINES;
        };
    }
}
