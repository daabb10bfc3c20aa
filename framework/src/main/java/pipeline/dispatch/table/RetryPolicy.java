package pipeline.dispatch.table;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.job.Failure;
import pipeline.job.Outcome;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.store.AttemptRow;
import pipeline.store.JobQueries;
import pipeline.store.JobRow;
import pipeline.time.Backoff;

/** Whether a job that failed by itself is tried again: the attempts count that failed since somebody last asked for it. */
public final class RetryPolicy {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), 2, LONGEST, 0.25);

    private final JobQueries table;
    private final AttemptRules rules;
    private final RandomGenerator random;

    /**
     * The next attempt.
     *
     * @param pause how long to wait before it
     * @param number from 2
     */
    public record Next(Duration pause, int number) {}

    /**
     * Makes them for the rules of a run.
     *
     * @param random lets jobs that failed together not all come back together
     */
    RetryPolicy(JobQueries table, AttemptRules rules, RandomGenerator random) {
        this.table = table;
        this.rules = rules;
        this.random = random;
    }

    /** Returns the next attempt after one that has failed and is not recorded yet; null if there is to be none. */
    @Nullable
    Next after(AttemptResult ended) {
        int retries = ended.outcome().job().options().retries().orElse(rules.retries());
        if (retries == 0 || !ended.isRepeatable() || isFinal(ended.outcome())) {
            return null;
        }
        Optional<JobRow> row = table.get(ended.reservation().job());
        int failures = row.map(this::failures).orElse(retries) + 1;
        return failures > retries ? null : new Next(pause(failures), failures + 1);
    }

    private boolean isFinal(Outcome outcome) {
        return outcome.failure()
                .map(Failure::exitCode)
                .filter(rules.noRetryExit()::contains)
                .isPresent();
    }

    private int failures(JobRow row) {
        Instant since = Objects.requireNonNullElse(
                row.state().resubmitted(), row.state().created());
        return (int) table.attempts(row.id()).stream()
                .filter(attempt -> attempt.ending() == AttemptRow.AttemptEnd.ERROR)
                // it was the host that failed
                .filter(attempt -> attempt.kind() == null || FailureMeaning.of(attempt.kind()) != FailureMeaning.HOST)
                .filter(attempt -> !attempt.reserved().isBefore(since))
                .count();
    }

    /** Returns the pause in whole milliseconds, which the table keeps; never longer than the longest. */
    private Duration pause(int failures) {
        long millis = PAUSES.after(failures, random).toMillis();
        return Duration.ofMillis(Math.min(LONGEST.toMillis(), millis));
    }
}
