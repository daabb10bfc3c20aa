package pipeline.config;

/** A reference in a value cannot be replaced. */
final class InterpolationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient IniValue value;
    private final String problem;

    InterpolationException(IniValue value, String problem) {
        super(value.title() + ": " + problem);
        this.value = value;
        this.problem = value.title() + ": " + problem;
    }

    /** Returns the value that holds the mistake. */
    IniValue value() {
        return value;
    }

    /** Says what is wrong in which value, but not in which line. */
    String problem() {
        return problem;
    }
}
