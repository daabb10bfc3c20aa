package pipeline.store;

import java.time.Instant;

/**
 * What is recorded of a step of a recipe's last run under a job name.
 *
 * @param identity what its jobs came from, as a JSON object of texts
 * @param noted when it was recorded
 */
public record StepRecord(String step, String identity, Instant noted) {}
