package pipeline.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobLabel;
import pipeline.job.Outcome;
import pipeline.text.ShellQuoting;

/**
 * A job that failed, or waits for a host that cannot be reached.
 *
 * @param id its number in the job table; 0 if it never came there
 * @param kind null for a job that waits
 * @param exitCode the program's own; null if it is not known
 * @param message one line that says why
 * @param own what belongs to this job alone and may stand in the message, such as its label and its declared outputs
 */
public record FailedJob(
        long id,
        String host,
        @Nullable FailureKind kind,
        @Nullable Integer exitCode,
        String message,
        List<String> own) {

    public FailedJob {
        own = List.copyOf(own);
    }

    /** Returns the job of an outcome that is no success. */
    public static FailedJob of(Outcome outcome) {
        ComputeJob job = outcome.job();
        List<String> own = new ArrayList<>(List.of(JobLabel.of(job)));
        job.options().outputs().forEach(output -> own.add(ShellQuoting.quote(output.path())));
        return new FailedJob(
                outcome.attempt().map(Attempt::number).orElse(0L),
                job.host(),
                outcome.failure().map(Failure::kind).orElse(null),
                outcome.failure().map(Failure::exitCode).orElse(null),
                outcome.message(),
                own);
    }
}
