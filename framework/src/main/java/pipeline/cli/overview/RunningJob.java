package pipeline.cli.overview;

import java.time.Duration;
import java.time.Instant;
import pipeline.job.JobLabel;
import pipeline.store.JobRow;

/**
 * A job that runs: somebody has reserved it, which is when it is sent to its host. When its program began there stands in the
 * table after it has ended.
 *
 * @param since when it was reserved
 */
public record RunningJob(JobRow row, Instant since) {

    public static RunningJob of(JobRow row) {
        Instant reserved = row.state().reserved();
        return new RunningJob(row, reserved != null ? reserved : row.state().scheduled());
    }

    public Duration age(Instant now) {
        return Duration.between(since, now);
    }

    public String label() {
        return JobLabel.of(row.job());
    }
}
