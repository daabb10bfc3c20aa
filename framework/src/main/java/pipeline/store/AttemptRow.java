package pipeline.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;
import pipeline.job.identity.Fingerprint;

/**
 * One attempt at a job, never overwritten once it has ended. Times are the store's, but for {@code started}.
 *
 * @param number from 1
 * @param owner the member of the table that ran it, its process on its machine
 * @param ending null while it runs
 * @param exitCode the program's own, 0 for a success; null if it is not known
 * @param result what it returned, as JSON; null if nothing
 * @param fingerprint what it did; null where that was never noted
 */
public record AttemptRow(
        long job,
        int number,
        String host,
        Owner owner,
        Instant reserved,
        @Nullable Instant started,
        @Nullable Instant completed,
        @Nullable Double duration,
        @Nullable AttemptEnd ending,
        @Nullable FailureKind kind,
        @Nullable Integer exitCode,
        String message,
        @Nullable String stack,
        @Nullable Path stdout,
        @Nullable Path stderr,
        @Nullable String result,
        @Nullable Fingerprint fingerprint) {

    /** Who ran it: a member of the table, a user's process on a machine. */
    public record Owner(long member, String user, String machine, long pid, long connectionId, String version) {}

    /** How an attempt ended. */
    public enum AttemptEnd {
        SUCCESS,
        ERROR,
        /** It said that its item is to be left out. */
        SKIPPED,
        /** Its owner gave it back. */
        RELEASED,
        /** Its owner vanished. */
        LOST
    }
}
