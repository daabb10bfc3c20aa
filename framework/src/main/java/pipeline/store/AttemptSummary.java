package pipeline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;

/**
 * When an attempt was made and how it ended, without what it did, printed and returned. Times are the store's, but for
 * {@code started}.
 *
 * @param number from 1
 * @param member of the table that ran it
 * @param duration in seconds; null if it is not known
 * @param ending null while it runs
 * @param kind null unless it failed
 * @param exitCode the program's own, 0 for a success; null if it is not known
 * @param message one line that says why it failed; empty if it did not
 */
public record AttemptSummary(
        long job,
        int number,
        long member,
        Instant reserved,
        @Nullable Instant started,
        @Nullable Instant completed,
        @Nullable Double duration,
        AttemptRow.@Nullable AttemptEnd ending,
        @Nullable FailureKind kind,
        @Nullable Integer exitCode,
        String message) {}
