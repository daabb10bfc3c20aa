package pipeline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a step of a recipe's last run under a job name.
 *
 * @param identity what its jobs came from, as a JSON object of texts
 * @param outputs what it has made, as a JSON object; null while it has not ended
 * @param noted when it was recorded
 * @param isAbsent whether the last run that came to its end did not have it any more
 */
public record StepRecord(
        String step, String identity, @Nullable String outputs, Instant noted, boolean isAbsent) {}
