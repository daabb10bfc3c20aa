package pipeline.job.identity;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the jobs of a call come from.
 *
 * @param before what ran before the call
 * @param files by host, what the maps name that the recipe has read
 * @param origins by their names, the steps of which the jobs may be made beside those calls
 * @param identity what the call comes from, as people know it
 */
public record Provenance(
        Lineage before, Map<String, Set<String>> files, Map<String, StepOrigin> origins, StepIdentity identity) {

    /** Nothing ran before, and no map was read. */
    public static final Provenance NONE = new Provenance(Lineage.NONE, Map.of(), Map.of(), StepIdentity.NONE);

    public Provenance {
        Objects.requireNonNull(before, "before is null");
        Objects.requireNonNull(files, "files is null");
        origins = Map.copyOf(origins);
        Objects.requireNonNull(identity, "identity is null");
    }

    /** Knows of no steps. */
    public Provenance(Lineage before, Map<String, Set<String>> files) {
        this(before, files, Map.of(), StepIdentity.NONE);
    }
}
