package pipeline.dispatch.fingerprint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pipeline.job.ComputeJob;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.NamedFiles;
import pipeline.job.identity.Provenance;
import pipeline.job.identity.StepOrigin;

/** Finds out from which steps each job of a call follows. Not thread-safe. */
final class JobOrigins {

    private final Map<String, StepOrigin> origins;
    private final NamedFiles files;

    JobOrigins(Provenance provenance) {
        this.origins = new TreeMap<>(provenance.origins());
        Map<String, Set<String>> all = new HashMap<>();
        provenance.files().forEach((host, names) -> all.put(host, new HashSet<>(names)));
        origins.values().stream()
                .flatMap(origin -> origin.files().keySet().stream())
                .forEach(place -> all.computeIfAbsent(place.host(), host -> new HashSet<>())
                        .add(place.file()));
        this.files = new NamedFiles(all);
    }

    /** Returns a fingerprint with the steps that its job was made from; one that says itself what it was made from stays as it is. */
    Fingerprint addTo(Fingerprint fingerprint, ComputeJob job) {
        if (origins.isEmpty() || job.madeFrom().isPresent()) {
            return fingerprint;
        }
        Set<NamedFiles.Place> named = files.of(job);
        Map<String, String> parts = new TreeMap<>();
        origins.forEach((step, origin) -> origin.of(named).ifPresent(digest -> parts.put(step, digest)));
        return fingerprint.madeFromToo(parts);
    }
}
