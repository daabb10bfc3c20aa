package pipeline.cli.overview;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobLabel;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;

/**
 * A job that runs: somebody has reserved it, which is when it is sent to its host. When its program began there stands in the
 * table after it has ended.
 *
 * @param since when it was reserved
 */
public record RunningJob(JobRow row, Instant since) {

    public static RunningJob of(JobRow row, @Nullable AttemptRow last) {
        Instant reserved = row.state().reserved();
        return new RunningJob(
                row,
                last != null
                        ? last.reserved()
                        : reserved != null ? reserved : row.state().scheduled());
    }

    public Duration age(Instant now) {
        return Duration.between(since, now);
    }

    public String label() {
        return JobLabel.of(row.job());
    }
}
