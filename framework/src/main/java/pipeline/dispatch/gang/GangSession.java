package pipeline.dispatch.gang;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One start of a gang, as those who run its jobs share it: no program begins before all are ready to, and they exchange messages. Thread-safe; the lock guards how
 * many are ready.
 */
public final class GangSession {

    private final int size;
    private final MessageBoard board;
    private final CompletableFuture<@Nullable Void> begin = new CompletableFuture<>();
    private int ready;

    /**
     * Makes it for a start.
     *
     * @param size how many jobs there are
     */
    public GangSession(String gang, int size) {
        this.size = size;
        this.board = new MessageBoard(gang, size);
    }

    /** One more job is ready to begin; completes when all are, and fails if one never will be. */
    public CompletableFuture<@Nullable Void> ready() {
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

    /** Returns the messages. */
    public MessageBoard board() {
        return board;
    }

    /** The program of a job has ended, well or not. */
    public void ended(int rank) {
        board.ended(rank);
    }

    /** The gang is ended: jobs that have not begun never do. */
    public void end(String reason) {
        begin.completeExceptionally(new IllegalStateException(reason));
    }
}
