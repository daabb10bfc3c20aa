package pipeline.node;

/** Says why a node program cannot be started at all. */
final class UnusableProgram extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableProgram(String message) {
        super(message);
    }

    UnusableProgram(String message, Throwable cause) {
        super(message, cause);
    }
}
