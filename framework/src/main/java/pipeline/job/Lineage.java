package pipeline.job;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Gives the same with one more call. */
    public Lineage plus(String step, Collection<Outcome> outcomes) {
        SortedMap<String, String> more = new TreeMap<>(digests);
        more.put(step, digest(outcomes));
        return new Lineage(more);
    }

    /** Gives digests by the names of steps; under an empty name that of all steps, where there are many. */
    public Map<String, String> parts() {
        return parts;
    }

    /** Gives what is the same as long as the same attempts at the same jobs succeeded, in whichever order. */
    static String digest(Collection<Outcome> outcomes) {
        long[] numbers = new long[2 * outcomes.size()];
        int[] count = {0};
        outcomes.stream()
                .filter(Outcome::isSuccess)
                .flatMap(outcome -> outcome.attempt().stream())
                .sorted((one, other) -> one.number() != other.number()
                        ? Long.compare(one.number(), other.number())
                        : Integer.compare(one.ordinal(), other.ordinal()))
                .forEach(attempt -> {
                    numbers[count[0]++] = attempt.number();
                    numbers[count[0]++] = attempt.ordinal();
                });
        return Digests.shortened(numbers, count[0]);
    }
}
