package pipeline.store;

import java.util.Objects;
import pipeline.job.Fingerprint;

/**
 * What a job does, to be noted.
 *
 * @param attempts how many attempts there were when that was found out; where there are more meanwhile, it is not noted
 */
public record NotedFingerprint(long job, int attempts, Fingerprint fingerprint) {

    public NotedFingerprint {
        Objects.requireNonNull(fingerprint, "fingerprint is null");
    }
}
