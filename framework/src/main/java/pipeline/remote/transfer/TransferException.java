package pipeline.remote.transfer;

import org.jspecify.annotations.Nullable;

/** Thrown if a file cannot be moved although its host is reached; the message says which, where and why. */
public final class TransferException extends Exception {

    private static final long serialVersionUID = 1;

    TransferException(String message) {
        super(message);
    }

    TransferException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Finds the one that a future failed with; null if it failed with something else, or not at all. */
    public static @Nullable TransferException in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransferException transfer) {
                return transfer;
            }
        }
        return null;
    }
}
