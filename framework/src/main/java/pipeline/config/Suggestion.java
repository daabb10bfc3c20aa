package pipeline.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the word somebody probably meant: for "did you mean". */
public final class Suggestion {

    /** Nobody mistypes longer words; and comparing takes time that grows with the square of the length. */
    private static final int MAX_LENGTH = 200;

    private Suggestion() {}

    /**
     * Gives the known word that is nearest to the wrong one, if any is near.
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
            if (Math.abs(candidate.length() - wrong.length()) < fewest) {
                int changes = distance(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (changes < fewest) {
                    fewest = changes;
                    nearest = candidate;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Counts as Damerau and Levenshtein did, in the restricted form: no letter takes part in two changes. */
    private static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                boolean same = left.charAt(row - 1) == right.charAt(column - 1);
                int changed = last[column - 1] + (same ? 0 : 1);
                int fewest = Math.min(changed, Math.min(last[column], current[column - 1]) + 1);
                if (row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1)) {
                    fewest = Math.min(fewest, beforeLast[column - 2] + 1);
                }
                current[column] = fewest;
            }
            beforeLast = last;
            last = current;
        }
        return last[right.length()];
    }
}
