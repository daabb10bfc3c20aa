package pipeline.recipe.input;

/** A text is not what an input must be. */
public final class BadInputException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param problem what it must be and what it was, such as {@code must be a number, but was x}; the name of the input goes
     *     before it
     */
    public BadInputException(String problem) {
        super(problem);
    }

    /** Returns what it must be and what it was. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
