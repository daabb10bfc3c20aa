package pipeline.dispatch.rules;

/** A step is to be left as it is, but not all of its jobs have ended. */
public final class StepNotDoneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String step;

    public StepNotDoneException(String step, long missing, int all) {
        super("step %s is to be left as it is, but %d of its %d jobs %s never done"
                .formatted(step, missing, all, missing == 1 ? "was" : "were"));
        this.step = step;
    }

    /** Returns the name of the step. */
    public String step() {
        return step;
    }
}
