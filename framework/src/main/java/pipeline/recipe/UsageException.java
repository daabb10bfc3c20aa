package pipeline.recipe;

/** A recipe was called with arguments or inputs it cannot use; the message says what to type instead. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
