package pipeline.job;

/**
 * A job gave back something else than its recipe expects; the message names the job and the property.
 *
 * <pre>{@code
 * try {
 *     long lines = outcome.result(Long.class).orElse(0L);
 *     logger().info("{} lines", lines);
 * } catch (ResultMismatchException e) {
 *     logger().error(e.getMessage());
 * }
 * }</pre>
 */
public final class ResultMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ResultMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
