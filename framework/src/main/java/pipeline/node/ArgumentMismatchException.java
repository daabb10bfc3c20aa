package pipeline.node;

/**
 * The argument that a recipe gives a node program is not of the type that the program takes; the message names the program,
 * the property and what to do.
 *
 * <pre>{@code
 * try {
 *     jobs.add(nodeJob("node1", CutNode.class, new CutNode.Cut(Path.of("/data/a.csv"), 3)));
 * } catch (ArgumentMismatchException e) {
 *     logger().error(e.getMessage());
 * }
 * }</pre>
 */
public final class ArgumentMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ArgumentMismatchException(String message) {
        super(message);
    }
}
