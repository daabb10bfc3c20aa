package pipeline.hostset;

import pipeline.text.MessageText;

/** A text is not a host set; says at which column, and what was expected there. */
public final class HostSetException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 80;

    private final int column;
    private final String problem;

    /**
     * Makes the exception.
     *
     * @param text the whole text that was read
     * @param column where in the text, counted from 1
     * @param problem what is wrong there and what was expected
     */
    public HostSetException(String text, int column, String problem) {
        super("column " + column + ": " + problem + " (in \"" + MessageText.shortened(text, SHOWN) + "\")");
        this.column = column;
        this.problem = problem;
    }

    /** Returns the place in the text, counted from 1. */
    public int column() {
        return column;
    }

    /** Returns what is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }
}
