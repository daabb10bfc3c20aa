package pipeline.store;

/** A living master has the job name and does not share it. */
public final class JobNameInUseException extends Exception {
    private static final long serialVersionUID = 1;

    public JobNameInUseException(String message) {
        super(message);
    }
}
