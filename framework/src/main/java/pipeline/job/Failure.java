package pipeline.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why and how a job failed.
 *
 * <pre>{@code
 * outcome.failure().ifPresent(failure -> logger().error("code {}: {}", failure.exitCode(), failure.message()));
 * }</pre>
 *
 * @param exitCode the program's own code, 128+n for signal n; null if no program ended
 * @param message one line for people
 */
public record Failure(FailureKind kind, @Nullable Integer exitCode, String message) {
    public Failure {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(message, "message is null");
    }

    /** Returns whether somebody ended the job, so that it remains to be done. */
    boolean isCancelled() {
        return kind == FailureKind.CANCELLED;
    }
}
