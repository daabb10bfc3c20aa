package pipeline.store;

import org.jspecify.annotations.Nullable;

/**
 * The job table cannot be used: it cannot be opened, it is full, read-only or damaged, or its database has been away for
 * longer than a run waits. The message says which table, what is wrong, and what to do.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
