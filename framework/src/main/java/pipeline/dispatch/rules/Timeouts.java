package pipeline.dispatch.rules;

import java.time.Duration;

/**
 * How long a run waits for what may never come.
 *
 * @param grace for processes to end after TERM
 * @param records for log records to arrive after their job has ended
 * @param way for the way to a host and back
 * @param absence for a host on which a job runs to be reached again
 */
public record Timeouts(Duration grace, Duration records, Duration way, Duration absence) {

    public static final Timeouts DEFAULT = new Timeouts(
            DispatchSettings.DEFAULT_GRACE,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            DispatchSettings.DEFAULT_ABSENCE);

    /** Returns the timeouts of the settings. */
    public static Timeouts of(DispatchSettings settings) {
        return new Timeouts(settings.grace(), DEFAULT.records, DEFAULT.way, settings.absence());
    }

    /** Returns how long the end of a job may take that was told to end, as far as its host still answers. */
    public Duration kill() {
        return grace.plus(way);
    }

    /** Returns how long the outcome of a job may take that was told to end. */
    public Duration close() {
        return kill().plus(records).plus(way);
    }
}
