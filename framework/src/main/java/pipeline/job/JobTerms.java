package pipeline.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * On which terms a job runs. Immutable.
 *
 * @param timeout for each attempt; empty if the run's counts
 * @param retries how often the job is tried again after it failed by itself; empty if the run's count
 * @param outputs what it has to leave on its host
 * @param captures whether what it prints to standard output is its result
 */
public record JobTerms(
        Optional<TimeLimit> timeout, OptionalInt retries, Need need, List<DeclaredOutput> outputs, boolean captures) {

    /** The run's terms count. */
    public static final JobTerms NONE =
            new JobTerms(Optional.empty(), OptionalInt.empty(), Need.NOTHING, List.of(), false);

    public JobTerms {
        if (retries.isPresent() && retries.getAsInt() < 0) {
            throw new IllegalArgumentException("retries must not be negative, but was " + retries.getAsInt());
        }
        outputs = List.copyOf(outputs);
    }

    JobTerms with(TimeLimit limit) {
        return new JobTerms(Optional.of(limit), retries, need, outputs, captures);
    }

    JobTerms with(Need other) {
        return new JobTerms(timeout, retries, other, outputs, captures);
    }

    JobTerms with(List<DeclaredOutput> other) {
        return new JobTerms(timeout, retries, need, other, captures);
    }

    JobTerms withRetries(int number) {
        return new JobTerms(timeout, OptionalInt.of(number), need, outputs, captures);
    }

    JobTerms capturing() {
        return new JobTerms(timeout, retries, need, outputs, true);
    }
}
