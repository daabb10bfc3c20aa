package pipeline.job.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.text.Digests;

/**
 * What the jobs of a call are made from: the successes of the calls before it in the run, each known by its job and its
 * attempt. A job that did not succeed counts as one that is not there. Immutable.
 */
public final class Lineage {

    /** Nothing came before. */
    public static final Lineage NONE = new Lineage(new TreeMap<>());

    /** Of more steps than these it is only said whether any of them has changed. */
    private static final int MOST_STEPS = 8;

    private final SortedMap<String, String> digests;
    private final Map<String, String> parts;

    private Lineage(SortedMap<String, String> digests) {
        this.digests = digests;
        this.parts = digests.size() <= MOST_STEPS
                ? Collections.unmodifiableSortedMap(digests)
                : Map.of("", Digests.shortened(digests.toString()));
    }

    /** Returns the same with one more call. */
    public Lineage plus(String step, Collection<Outcome> outcomes) {
        SortedMap<String, String> more = new TreeMap<>(digests);
        more.put(step, Outcomes.attemptsDigest(outcomes));
        return new Lineage(more);
    }

    /** Returns digests by the names of steps; under an empty name that of all steps, where there are many. */
    public Map<String, String> parts() {
        return parts;
    }

    /** Returns a digest of all that ran. */
    public String digest() {
        return Digests.shortened(digests.toString());
    }
}
