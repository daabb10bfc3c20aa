package pipeline.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a job runs. Immutable.
 *
 * <pre>{@code
 * boolean printsItsResult = job.options().captures();
 * List<DeclaredOutput> left = job.options().outputs();
 * }</pre>
 *
 * @param timeout for each attempt; empty if the run's counts
 * @param retries how often the job is tried again after it failed by itself; empty if the run's count
 * @param outputs what it has to leave on its host
 * @param captures whether what it prints to standard output is its result
 * @param scratch the directory that is made for it; empty for none
 * @param skipExit with these exit codes its item is left out, which is no failure
 */
public record JobOptions(
        Optional<TimeLimit> timeout,
        OptionalInt retries,
        ResourceRequest resources,
        List<DeclaredOutput> outputs,
        boolean captures,
        Optional<Scratch> scratch,
        ExitCodes skipExit) {

    /** What the run says counts. */
    public static final JobOptions NONE = new JobOptions(
            Optional.empty(),
            OptionalInt.empty(),
            ResourceRequest.NOTHING,
            List.of(),
            false,
            Optional.empty(),
            ExitCodes.NONE);

    public JobOptions {
        if (retries.isPresent() && retries.getAsInt() < 0) {
            throw new IllegalArgumentException("retries must not be negative, but was " + retries.getAsInt());
        }
        outputs = List.copyOf(outputs);
    }

    JobOptions with(TimeLimit limit) {
        return new JobOptions(Optional.of(limit), retries, resources, outputs, captures, scratch, skipExit);
    }

    JobOptions with(ResourceRequest other) {
        return new JobOptions(timeout, retries, other, outputs, captures, scratch, skipExit);
    }

    JobOptions with(List<DeclaredOutput> other) {
        return new JobOptions(timeout, retries, resources, other, captures, scratch, skipExit);
    }

    JobOptions withRetries(int number) {
        return new JobOptions(timeout, OptionalInt.of(number), resources, outputs, captures, scratch, skipExit);
    }

    JobOptions capturing() {
        return new JobOptions(timeout, retries, resources, outputs, true, scratch, skipExit);
    }

    JobOptions with(Scratch directory) {
        return new JobOptions(timeout, retries, resources, outputs, captures, Optional.of(directory), skipExit);
    }

    JobOptions skippingWith(ExitCodes codes) {
        return new JobOptions(timeout, retries, resources, outputs, captures, scratch, codes);
    }
}
