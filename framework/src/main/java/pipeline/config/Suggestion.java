package pipeline.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word somebody probably meant: for "did you mean". */
public final class Suggestion {

    /** Nobody mistypes longer words; and comparing takes time that grows with the square of the length. */
    private static final int MAX_LENGTH = 200;

    /** The answer of the library where more changes are needed than it was asked for. */
    private static final int NOT_NEARER = -1;

    private Suggestion() {}

    /**
     * Returns the known word that is nearest to the wrong one, if any is near.
     *
     * @param wrong what somebody wrote; upper and lower case are the same
     * @param known the words there are
     * @return the word with the fewest letters changed, added, left out or exchanged with their neighbour, if these are
     *     at most two or a third of the wrong word's, and not more than half of it
     */
    public static Optional<String> of(String wrong, Collection<String> known) {
        if (wrong.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int limit = Math.min(Math.max(2, wrong.length() / 3), wrong.length() / 2);
        String nearest = null;
        int fewest = limit + 1;
        for (String candidate : new TreeSet<>(known)) {
            int changes = fewest == 0 ? NOT_NEARER : changes(wrong, candidate, fewest - 1);
            if (changes != NOT_NEARER) {
                fewest = changes;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int changes(String wrong, String candidate, int most) {
        return new DamerauLevenshteinDistance(most)
                .apply(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    }
}
