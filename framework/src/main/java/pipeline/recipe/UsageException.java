package pipeline.recipe;

/**
 * A recipe was called with arguments or inputs it cannot use; the message says what to type instead.
 *
 * <pre>{@code
 * if (args().size() > 2) {
 *     throw new UsageException("at most two maps can be compared, but were " + args().size());
 * }
 * }</pre>
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one with a message that says what to type instead. */
    public UsageException(String message) {
        super(message);
    }
}
