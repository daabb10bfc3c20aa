package pipeline.recipe;

/** The value of an input is known only when the run begins. */
final class LateInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LateInputException() {
        super("the value is known only when the run begins");
    }
}
