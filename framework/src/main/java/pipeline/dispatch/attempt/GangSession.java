package pipeline.dispatch.attempt;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One start of a gang, as those who run its jobs share it: no program begins before all are ready to. Thread-safe; the lock guards how
 * many are ready.
 */
public final class GangSession {

    private final int size;
    private final CompletableFuture<@Nullable Void> begin = new CompletableFuture<>();
    private int ready;

    /**
     * Makes it for a start.
     *
     * @param size how many jobs there are
     */
    public GangSession(int size) {
        this.size = size;
    }

    /** One more job is ready to begin; completes when all are, and fails if one never will be. */
    CompletableFuture<@Nullable Void> ready() {
        boolean isLast;
        synchronized (this) {
            ready++;
            isLast = ready == size;
        }
        if (isLast) {
            begin.complete(null);
        }
        return begin;
    }

    /** One of the jobs has ended: those that have not begun never do. */
    public void ended(String reason) {
        begin.completeExceptionally(new IllegalStateException(reason));
    }
}
