package pipeline.recipe.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.job.DeclaredOutput;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.NamedFiles.Place;
import pipeline.job.identity.StepOrigin;
import pipeline.job.identity.StepOrigin.Reach;
import pipeline.mapfile.MapEntry;

/**
 * What a step has made, as far as it shows: the files of the maps that it wrote, the declared outputs of its jobs, and its outputs. Of
 * a step that shows nothing all is made that comes after it. Immutable.
 *
 * @param digest of all attempts that succeeded in it
 * @param files by the files that it made, the digest of what made each
 * @param maps the files of the maps that it wrote
 * @param texts its outputs as far as they are texts, which may name what it made
 * @param isSilent whether it, or a step within it, does not show what it made
 */
record StepTrace(
        String step, String digest, Map<Place, String> files, Set<Path> maps, Set<String> texts, boolean isSilent) {

    /**
     * Looks at a step that has ended.
     *
     * @param calls its jobs
     * @param inner the steps within it
     * @param outputs the values of its outputs
     */
    static StepTrace of(
            String step, RunOutcomes calls, RecipeMapfiles written, List<StepTrace> inner, Collection<Object> outputs) {
        StringBuilder digests = new StringBuilder(calls.lineage().digest());
        inner.forEach(trace -> digests.append(' ').append(trace.digest()));
        String digest = digests.toString();
        // of several calls nobody knows which of them did what to a file
        boolean isOneCall = calls.calls() == 1 && inner.isEmpty();
        Map<Place, String> files = new HashMap<>();
        inner.forEach(trace -> trace.files().keySet().forEach(place -> files.put(place, digest)));
        for (Outcome outcome : calls.all()) {
            for (DeclaredOutput output : outcome.job().options().outputs()) {
                files.put(
                        new Place(outcome.job().host(), output.path()),
                        isOneCall ? Outcomes.attemptsDigest(List.of(outcome)) : digest);
            }
        }
        written.written().values().forEach(map -> add(map, isOneCall, digest, files));
        Set<Path> maps = new HashSet<>(written.written().keySet());
        inner.forEach(trace -> maps.addAll(trace.maps()));
        Set<String> texts = new HashSet<>();
        outputs.forEach(value -> addTexts(value, texts));
        texts.removeIf(text -> isOneOf(text, maps));
        boolean shows = !files.isEmpty() || !maps.isEmpty() || !texts.isEmpty();
        return new StepTrace(
                step, digest, files, maps, texts, !shows || inner.stream().anyMatch(StepTrace::isSilent));
    }

    private static void add(RecipeMapfiles.Written map, boolean isOneCall, String digest, Map<Place, String> files) {
        for (MapEntry entry : map.map().active()) {
            entry.activeFiles().forEach(file -> files.put(new Place(entry.host(), file), digest));
        }
        for (int i = 0; isOneCall && i < map.outcomes().size(); i++) {
            String made = Outcomes.attemptsDigest(List.of(map.outcomes().get(i)));
            MapEntry entry = map.active().get(i);
            entry.activeFiles().forEach(file -> files.replace(new Place(entry.host(), file), made));
        }
    }

    private static void addTexts(Object value, Set<String> texts) {
        if (value instanceof CharSequence || value instanceof Path) {
            texts.add(value.toString());
        } else if (value instanceof Collection<?> list) {
            list.forEach(item -> addTexts(String.valueOf(item), texts));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> addTexts(String.valueOf(item), texts));
        }
    }

    /**
     * Returns what this step is for jobs of a later one.
     *
     * @param taken the files of the maps that the later one has read
     * @param given the texts of its inputs and arguments
     */
    StepOrigin seenBy(Set<Path> taken, Collection<String> given) {
        boolean isNamed =
                given.stream().anyMatch(text -> isNamed(text) || (isOneOf(text, maps) && !isOneOf(text, taken)));
        if (isSilent || isNamed) {
            return StepOrigin.all(digest);
        }
        boolean isRead = taken.stream().anyMatch(maps::contains);
        return new StepOrigin(digest, files, isRead ? Reach.ALL_BUT_NAMED : Reach.NAMED);
    }

    private static boolean isOneOf(String text, Set<Path> files) {
        try {
            return files.contains(RecipeMapfiles.key(Path.of(text)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A text of an output that is a path may be part of what is given. */
    private boolean isNamed(String given) {
        return texts.stream().anyMatch(text -> text.equals(given) || (text.contains("/") && given.contains(text)));
    }
}
