package pipeline.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a job failed.
 *
 * <pre>{@code
 * boolean isTooSlow = outcome.failure()
 *         .filter(failure -> failure.kind() == FailureKind.TIMEOUT)
 *         .isPresent();
 * }</pre>
 */
public enum FailureKind {
    /** The program ended with a code other than 0, or threw. */
    PROGRAM,
    /** The program was not started, since what comes before it failed: {@code init}, or its directory is not there. */
    SETUP,
    /** The program ran longer than it may. */
    TIMEOUT,
    /** A declared output is missing. */
    OUTPUT,
    /** The process vanished. */
    LOST,
    /** The host was never reached, or never came back while the job ran. */
    CONNECTION,
    /** Somebody ended it. */
    CANCELLED,
    /** A fault of Pipeline itself. */
    INTERNAL;

    /** Returns the kind of a word; empty if there is none such. */
    public static Optional<FailureKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Returns the word for it in the job table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
