package pipeline.dispatch.enqueue;

/** Says why the answer of a host about outputs is of no use. */
final class IncompleteAnswerException extends Exception {

    private static final long serialVersionUID = 1;

    IncompleteAnswerException(String message) {
        super(message);
    }
}
