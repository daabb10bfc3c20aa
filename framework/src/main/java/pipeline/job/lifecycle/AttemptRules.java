package pipeline.job.lifecycle;

import java.util.Objects;
import java.util.Optional;
import pipeline.job.ExitCodes;
import pipeline.job.TimeLimit;

/**
 * How long attempts at jobs may take and how often there is another one, where a job does not say it itself. Immutable.
 *
 * @param retries how often a job that failed by itself is run again in the same run; 0 for not at all
 * @param noRetryExit with these exit codes it is not
 */
public record AttemptRules(int retries, ExitCodes noRetryExit, Optional<TimeLimit> timeout) {

    /** One attempt, as long as it takes. */
    public static final AttemptRules DEFAULT = new AttemptRules(0, ExitCodes.NONE, Optional.empty());

    public AttemptRules {
        Objects.requireNonNull(noRetryExit, "noRetryExit is null");
        Objects.requireNonNull(timeout, "timeout is null");
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative, but was " + retries);
        }
    }
}
