package pipeline.config;

/** A text is not what it must be. */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;

    BadValueException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** Says what was expected and what was found, but not where. */
    public String problem() {
        return problem;
    }
}
