package pipeline.node;

import org.jspecify.annotations.Nullable;

/**
 * Ends a node program because of something that its user can put right, such as a missing file: the message reaches the
 * log and the job's outcome as it stands, without a stack trace; the job ends with code 1.
 *
 * <p>Any other exception is taken for a fault of the program and is logged with its stack trace.
 *
 * <pre>{@code
 * if (!Files.exists(arguments.path(0))) {
 *     throw new NodeFailure(arguments.path(0) + " is not on this host; look at the map");
 * }
 * }</pre>
 */
public final class NodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes a failure with a message that says what, where and what to do. */
    public NodeFailure(String message) {
        this(message, null);
    }

    /** Makes a failure that keeps its cause for debuggers; the cause is not logged. */
    public NodeFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
