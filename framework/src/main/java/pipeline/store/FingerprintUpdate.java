package pipeline.store;

import java.util.Objects;
import pipeline.job.identity.Fingerprint;

/**
 * What a job does, to be noted.
 *
 * @param attempts how many attempts there were when that was found out; where there are more meanwhile, it is not noted
 */
public record FingerprintUpdate(long job, int attempts, Fingerprint fingerprint) {

    public FingerprintUpdate {
        Objects.requireNonNull(fingerprint, "fingerprint is null");
    }
}
