package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;

/** Why a job that failed at once may have done so because of its host. */
public enum HostFailureKind {
    /** There is nothing by the name of the program, or it cannot be executed; a misspelt name looks the same on all hosts. */
    COMMAND,
    /** Its {@code init} did not come to its end; one that is wrong does so on all hosts. */
    INIT,
    /** The host has no space, no memory or no processes left, or its disk takes no writes. */
    RESOURCES;

    /** What runs longer than this has not failed at once. */
    public static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    private static final Pattern EXHAUSTED = Pattern.compile(
            "no space left on device|disk quota exceeded|read-only file system|can(no|')t fork"
                    + "|resource temporarily unavailable|cannot allocate memory|too many open files in system"
                    + "|input/output error|stale (nfs )?file handle|transport endpoint is not connected",
            Pattern.CASE_INSENSITIVE);

    /** Returns what an outcome may say against its host; null if nothing. */
    public static @Nullable HostFailureKind of(Outcome outcome) {
        Failure failure = outcome.failure().orElse(null);
        boolean isAtOnce = outcome.attempt()
                .filter(attempt -> attempt.duration().compareTo(AT_ONCE) < 0)
                .isPresent();
        boolean isSetup = failure != null && failure.kind() == FailureKind.SETUP;
        if (failure == null || (failure.kind() != FailureKind.PROGRAM && !isSetup) || !isAtOnce) {
            return null;
        }
        if (EXHAUSTED.matcher(failure.message()).find()) {
            return RESOURCES;
        }
        if (isSetup) {
            return failure.message().startsWith(JobSetup.INIT) ? INIT : null;
        }
        Integer code = failure.exitCode();
        return code != null && (code == CANNOT_EXECUTE || code == NOT_FOUND) ? COMMAND : null;
    }
}
