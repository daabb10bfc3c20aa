package pipeline.job;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import pipeline.text.Digests;

/**
 * What became of the jobs of one call, in their order, and what it comes to. Immutable.
 *
 * <pre>{@code
 * Outcomes outcomes = scheduleJobs(jobs);
 * logger().info("{} of {} succeeded", outcomes.successCount(), outcomes.size());
 * }</pre>
 */
public final class Outcomes extends AbstractList<Outcome> implements RandomAccess {

    /** Why a call ended; where several apply, the last of them here. */
    public enum Stop {
        /** Every job has ended, well or not. */
        ALL_DONE,
        /** What is left waits for hosts that cannot be reached. */
        PARKED,
        /** What is left belongs to others, or its time has not come. */
        NOTHING_TO_CLAIM,
        /** What is left is less urgent than what was asked for. */
        LESS_URGENT_LEFT,
        /** As many jobs were started as may be. */
        MAX_CALLS,
        /** So many jobs failed, or ended, that a stop rule applied. */
        HALTED,
        /** Somebody ended the run. */
        INTERRUPTED,
        /** The job table could not be used any more. */
        TABLE_LOST,
        /** A fault of Pipeline ended the run. */
        BROKEN
    }

    /**
     * A job that failed.
     *
     * @param key what makes it the same job next time
     * @param message one line for people
     */
    public record JobError(JobKey key, String message) {}

    private final List<Outcome> outcomes;
    private final @Nullable List<JobKey> keys;
    private final long remaining;
    private final Stop stop;

    private Outcomes(List<Outcome> outcomes, @Nullable List<JobKey> keys, long remaining, Stop stop) {
        this.outcomes = List.copyOf(outcomes);
        this.keys = keys == null ? null : List.copyOf(keys);
        this.remaining = remaining;
        this.stop = Objects.requireNonNull(stop, "stop is null");
    }

    /** Returns the outcomes of one call; what did not run, or was ended on purpose, remains. */
    public static Outcomes of(List<Outcome> outcomes, Stop stop) {
        long remaining = outcomes.stream().filter(Outcomes::remains).count();
        return new Outcomes(outcomes, null, remaining, stop);
    }

    /**
     * Returns the outcomes of jobs that were pulled from the table.
     *
     * @param keys one for each outcome
     * @param remaining how many jobs are left in the table
     */
    public static Outcomes pulled(List<Outcome> outcomes, List<JobKey> keys, long remaining, Stop stop) {
        if (outcomes.size() != keys.size()) {
            throw new IllegalArgumentException("there must be one key for each of %d outcomes, but were %d"
                    .formatted(outcomes.size(), keys.size()));
        }
        return new Outcomes(outcomes, keys, remaining, stop);
    }

    @Override
    public Outcome get(int index) {
        return outcomes.get(index);
    }

    @Override
    public int size() {
        return outcomes.size();
    }

    /** Returns how many jobs succeeded. */
    public int successCount() {
        return (int) outcomes.stream().filter(Outcome::isSuccess).count();
    }

    /** Returns how many jobs ran and said that their item is to be left out. */
    public int skipCount() {
        return (int) outcomes.stream()
                .filter(outcome -> outcome.state() == Outcome.State.SKIPPED)
                .count();
    }

    /**
     * Returns what the jobs gave back, in their order: empty where a job did not succeed, or gave back nothing.
     *
     * @param type such as a record
     * @throws ResultMismatchException if a job gave back something else
     */
    public <T> List<Optional<T>> results(Class<T> type) {
        return outcomes.stream().map(outcome -> outcome.result(type)).toList();
    }

    /** Returns the jobs that failed, in the order of their outcomes. */
    public List<JobError> errors() {
        List<JobKey> known = keys;
        List<JobError> errors = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.state() == Outcome.State.FAILED && !remains(outcome)) {
                if (known == null) {
                    known = JobKeys.of(outcomes.stream().map(Outcome::job).toList());
                }
                errors.add(new JobError(known.get(i), outcome.message()));
            }
        }
        return errors;
    }

    /** Returns how many jobs are still to be done: another run of the same job name takes them up. */
    public long remaining() {
        return remaining;
    }

    /** Returns why the call ended. */
    public Stop stop() {
        return stop;
    }

    private static boolean remains(Outcome outcome) {
        return switch (outcome.state()) {
            case PARKED, NOT_STARTED -> true;
            case FAILED -> outcome.failure().filter(Failure::isCancelled).isPresent();
            case SUCCEEDED, IGNORED, SKIPPED -> false;
        };
    }

    /** Returns a digest that is the same as long as the same attempts at the same jobs succeeded, in any order. */
    public static String attemptsDigest(Collection<Outcome> outcomes) {
        long[] numbers = new long[2 * outcomes.size()];
        int[] count = {0};
        outcomes.stream()
                .filter(Outcome::isSuccess)
                .flatMap(outcome -> outcome.attempt().stream())
                .sorted((one, other) -> one.number() != other.number()
                        ? Long.compare(one.number(), other.number())
                        : Integer.compare(one.ordinal(), other.ordinal()))
                .forEach(attempt -> {
                    numbers[count[0]++] = attempt.number();
                    numbers[count[0]++] = attempt.ordinal();
                });
        return Digests.shortened(numbers, count[0]);
    }
}
