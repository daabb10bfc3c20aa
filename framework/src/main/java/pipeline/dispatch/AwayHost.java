package pipeline.dispatch;

import java.time.Duration;

/**
 * A host that gets no jobs for now.
 *
 * @param isDrained whether people took it out of use; otherwise it is set aside since it failed
 * @param reason why
 * @param parked how many jobs of the run wait for it
 * @param age how long it has been so
 */
public record AwayHost(String host, boolean isDrained, String reason, int parked, Duration age) {}
