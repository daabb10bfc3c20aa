package pipeline.dispatch.survey;

/** Says why the answer of a host about files is of no use. */
final class IncompleteAnswerException extends Exception {

    private static final long serialVersionUID = 1;

    IncompleteAnswerException(String message) {
        super(message);
    }

    /** Returns the same of a host, which the message names. */
    IncompleteAnswerException of(String host) {
        return new IncompleteAnswerException(host + ": " + getMessage());
    }
}
