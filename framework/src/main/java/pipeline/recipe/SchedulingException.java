package pipeline.recipe;

/**
 * The jobs of a call could not be run at all; the cause says why.
 *
 * <pre>{@code
 * try {
 *     scheduleJobs(jobs);
 * } catch (SchedulingException e) {
 *     logger().error("nothing ran: {}", e.getMessage());
 * }
 * }</pre>
 */
public final class SchedulingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one with the cause's message. */
    public SchedulingException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
