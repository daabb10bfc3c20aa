package pipeline.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;

/** Whether a job that failed by itself is tried again: the attempts count that failed since somebody last asked for it. */
final class Retries {

    private static final int LONGEST_PAUSE = 60;

    private final JobTable table;
    private final int retries;

    /**
     * The next attempt.
     *
     * @param pause how long to wait before it
     * @param number from 2
     */
    record Next(Duration pause, int number) {}

    Retries(JobTable table, int retries) {
        this.table = table;
        this.retries = retries;
    }

    /** Gives the next attempt after one that has failed and is not written down yet; null if there is to be none. */
    @Nullable
    Next after(Ended ended) {
        if (retries == 0 || !ended.isRepeatable()) {
            return null;
        }
        Optional<JobRow> row = table.get(ended.reservation().job());
        return row.isEmpty() ? null : next(failures(row.get()) + 1);
    }

    private int failures(JobRow row) {
        Instant since = Objects.requireNonNullElse(
                row.state().resubmitted(), row.state().created());
        return (int) table.attempts(row.id()).stream()
                .filter(attempt -> attempt.ending() == AttemptRow.Ending.ERROR)
                .filter(attempt -> !attempt.reserved().isBefore(since))
                .count();
    }

    private @Nullable Next next(int failures) {
        if (failures > retries) {
            return null;
        }
        long seconds = 1L << Math.min(failures - 1, Integer.SIZE);
        return new Next(Duration.ofSeconds(Math.min(LONGEST_PAUSE, seconds)), failures + 1);
    }
}
