package pipeline.job.identity;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pipeline.text.Digests;

/**
 * What an earlier step made, for jobs that may follow from it. Immutable.
 *
 * @param digest of all attempts that succeeded in it
 * @param files by the files that it made, the digest of what made each
 * @param reach which jobs follow from it
 */
public record StepOrigin(String digest, Map<NamedFiles.Place, String> files, Reach reach) {

    /** Which jobs follow from a step. */
    public enum Reach {
        /** All, and from all that it did. */
        ALL,
        /** Those that name its files, from what made those, and those that name none, from all that it did. */
        ALL_BUT_NAMED,
        /** Those that name its files, from what made those. */
        NAMED
    }

    public StepOrigin {
        Objects.requireNonNull(digest, "digest is null");
        files = Map.copyOf(files);
        Objects.requireNonNull(reach, "reach is null");
    }

    /** Returns the origin of what follows from all that a step did. */
    public static StepOrigin all(String digest) {
        return new StepOrigin(digest, Map.of(), Reach.ALL);
    }

    /**
     * Returns the digest of what a job was made from in this step; empty if it does not follow from it.
     *
     * @param named the files that the job names
     */
    public Optional<String> of(Set<NamedFiles.Place> named) {
        if (reach == Reach.ALL) {
            return Optional.of(digest);
        }
        Set<String> parts = new TreeSet<>();
        for (NamedFiles.Place place : named) {
            String part = files.get(place);
            if (part != null) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return reach == Reach.NAMED ? Optional.empty() : Optional.of(digest);
        }
        return Optional.of(parts.size() == 1 ? parts.iterator().next() : Digests.shortened(parts.toString()));
    }
}
