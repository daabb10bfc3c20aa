package pipeline.node;

/** Says why a node program cannot be started at all. */
final class UnusableProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableProgramException(String message) {
        super(message);
    }

    UnusableProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
