package pipeline.store.query;

/** A query, or a list of keys, cannot be understood; the message says what is wrong, where, and what would do. */
public final class BadQueryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
        super(message);
    }

    BadQueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
