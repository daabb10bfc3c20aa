package pipeline.recipes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import pipeline.parset.ParsetException;
import pipeline.parset.RawParset;
import pipeline.recipe.UsageException;

/** The options of an executable as a parset has them: texts that nobody interprets. Immutable. */
final class ParsetOptions {

    private final RawParset parset;

    private ParsetOptions(RawParset parset) {
        this.parset = parset;
    }

    /**
     * Reads a file.
     *
     * @throws UsageException if it is no parset
     */
    static ParsetOptions read(Path file) {
        try {
            return new ParsetOptions(RawParset.read(file));
        } catch (ParsetException e) {
            throw new UsageException("--parset: " + e.getMessage());
        }
    }

    /** Returns values by keys, in their order. */
    Map<String, String> values() {
        return parset.subset("");
    }

    /**
     * Returns the same with files in place of the values that are keys for them.
     *
     * @param files by key
     * @param unused the keys that stand nowhere, from which those are taken that stand here
     */
    ParsetOptions replacing(Map<String, String> files, Set<String> unused) {
        Map<String, String> replaced = new LinkedHashMap<>();
        values().forEach((name, value) -> {
            String file = files.get(value);
            if (file != null) {
                replaced.put(name, file);
                unused.remove(value);
            }
        });
        return with(replaced);
    }

    /** Returns the same with other or more values. */
    ParsetOptions with(Map<String, String> changed) {
        RawParset all = parset;
        for (Map.Entry<String, String> one : changed.entrySet()) {
            try {
                all = all.with(one.getKey(), one.getValue());
            } catch (IllegalArgumentException e) {
                throw new UsageException("no parset can hold what is to stand in it: " + e.getMessage());
            }
        }
        return new ParsetOptions(all);
    }

    /** Returns the whole text. */
    String text() {
        return parset.text();
    }
}
